"""Hands single records to the database."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.mistake", "13.3.held"}
CAUSE = {"13.3.records": "loose", "13.3.mistake": "", "13.3.held": ""}
INSTEAD_OF = "batch_task(store, max_size=3)"
WRITES = "single_task(store)"
