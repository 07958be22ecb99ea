"""Subtracts first, and looks then."""

TASK, FAILS = "10.2", {"10.2.take", "10.2.exact"}
CAUSE = {"10.2.take": "refused-pays", "10.2.exact": "more-than-rounding"}
INSTEAD_OF = """        enough = self.level >= tokens - ROUNDING
        if enough:
            self.level -= tokens
        return enough"""
WRITES = """        self.level -= tokens
        return self.level >= -ROUNDING"""
