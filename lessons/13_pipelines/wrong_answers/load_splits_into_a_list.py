"""Passes a list on, and expects the next stage to get it whole."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.again", "13.3.mistake"}
CAUSE = {"13.3.records": "fell-apart", "13.3.again": "never", "13.3.mistake": ""}
INSTEAD_OF = "return (carrier, tail) if tail else None"
WRITES = "return [carrier, tail] if tail else None"
