"""Stores the question in the place of its answer."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.again", "13.3.mistake", "13.3.held"}
CAUSE = {"13.3.records": "not-awaited", "13.3.again": "never", "13.3.mistake": "", "13.3.held": ""}
INSTEAD_OF = "await look_up("
WRITES = "look_up("
