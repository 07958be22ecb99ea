"""Divides where the law multiplies."""

TASK, FAILS = "10.5", {"10.5.law"}
CAUSE = "no-product"
INSTEAD_OF = "rate, seconds, rate * seconds"
WRITES = "rate, seconds, rate / seconds"
