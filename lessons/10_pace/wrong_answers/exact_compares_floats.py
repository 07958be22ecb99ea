"""Trusts floats to be exact."""

TASK, FAILS, CAUSE = "10.2", {"10.2.exact"}, "rounding"
INSTEAD_OF = ">= tokens - ROUNDING"
WRITES = ">= tokens"
