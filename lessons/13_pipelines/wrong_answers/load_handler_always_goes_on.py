"""The handler goes on, whatever the error was."""

TASK, FAILS = "13.3", {"13.3.mistake"}
CAUSE = "swallowed"
INSTEAD_OF = "isinstance(error, ConnectionError), None"
WRITES = "True, None"
