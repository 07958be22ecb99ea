"""Gives whoever is turned away what there is."""

TASK, FAILS = "10.2", {"10.2.take", "10.2.exact"}
CAUSE = {"10.2.take": "refused-pays", "10.2.exact": "more-than-rounding"}
INSTEAD_OF = """        if enough:
            self.level -= tokens"""
WRITES = """        self.level = max(0, self.level - tokens)"""
