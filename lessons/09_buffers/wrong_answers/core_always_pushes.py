"""Has one answer to a full core, as a deque has."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts"}
CAUSE = {"09.2.full": "pushed"}
INSTEAD_OF = """            if self.policy != "drop_oldest":
                return False
"""
WRITES = ""
