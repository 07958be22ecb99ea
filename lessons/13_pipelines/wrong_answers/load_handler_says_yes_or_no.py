"""Has the handler return whether to go on, and no value."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.mistake"}
CAUSE = {"13.3.records": "handler", "13.3.mistake": "handler"}
INSTEAD_OF = "return isinstance(error, ConnectionError), None"
WRITES = "return isinstance(error, ConnectionError)"
