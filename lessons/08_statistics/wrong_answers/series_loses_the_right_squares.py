"""Adds what the gap brings, and not what the other half had."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays", "08.1.digits"}
CAUSE = {"08.1.merge": "half-lost", "08.1.arrays": "elsewhere", "08.1.digits": "elsewhere"}
INSTEAD_OF = "self.squares + other.squares + gap"
WRITES = "self.squares + gap"
