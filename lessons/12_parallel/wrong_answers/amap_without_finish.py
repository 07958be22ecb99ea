"""Waits for tasks to end, and keeps it from the queue."""

TASK, FAILS = "12.4", {"12.4.out", "12.4.error", "12.4.held"}
CAUSE = {"12.4.out": "stuck", "12.4.error": "stuck", "12.4.held": "no-end"}
INSTEAD_OF = "calls.finish(await ended.get())"
WRITES = "await ended.get()"
