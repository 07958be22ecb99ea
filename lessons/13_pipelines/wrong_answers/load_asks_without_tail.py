"""Passes rows without a tail number on."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "no-tail-asked"
INSTEAD_OF = "return (carrier, tail) if tail else None"
WRITES = "return carrier, tail"
