"""Waits for calls to end, and keeps it from the queue."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "stuck", "12.3.error": "stuck"}
INSTEAD_OF = "calls.finish(threads.next_ended())"
WRITES = "threads.next_ended()"
