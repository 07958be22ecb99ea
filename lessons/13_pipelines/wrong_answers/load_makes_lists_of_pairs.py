"""Makes each record a list."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.mistake"}
CAUSE = {"13.3.records": "loose", "13.3.mistake": ""}
INSTEAD_OF = "return flight[0], await look_up(flight[1])"
WRITES = "return [flight[0], await look_up(flight[1])]"
