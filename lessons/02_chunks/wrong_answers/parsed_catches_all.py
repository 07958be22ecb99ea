"""Takes every exception for a bad line."""

TASK, FAILS, CAUSE = "02.4", {"02.4.bad"}, "all-reported"
INSTEAD_OF = "except LineError as error"
WRITES = "except Exception as error"
