"""Rounds the level to two digits."""

TASK, FAILS, CAUSE = "10.2", {"10.2.exact"}, "early"
INSTEAD_OF = "enough = self.level >= tokens - ROUNDING"
WRITES = "enough = round(self.level, 2) >= tokens"
