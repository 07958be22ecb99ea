"""Looks whenever a call begins: the queue has been emptied by then."""

TASK, FAILS, CAUSE = "13.5", {"13.5.watched"}, "never"
INSTEAD_OF = """    def finish(self, call):
        super().finish(call)
"""
WRITES = """    def begin(self, call):
        super().begin(call)
"""
