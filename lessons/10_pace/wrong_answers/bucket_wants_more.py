"""Wants more in the bucket than is asked for."""

TASK, FAILS = "10.2", {"10.2.take", "10.2.back", "10.2.exact"}
CAUSE = {"10.2.take": "strict", "10.2.exact": "more-than-rounding"}
INSTEAD_OF = "self.level >= tokens - ROUNDING"
WRITES = "self.level > tokens"
