"""Lets the caller deal with `TimeoutError`."""

TASK, FAILS, CAUSE = "11.3", {"11.3.patience"}, "timeout-escapes"
INSTEAD_OF = "with suppress(TimeoutError):"
WRITES = "if True:"
