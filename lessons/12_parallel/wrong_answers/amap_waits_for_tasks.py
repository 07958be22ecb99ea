"""Waits for the tasks that run, and cancels none."""

TASK, FAILS, CAUSE = "12.4", {"12.4.error", "12.4.left"}, {"12.4.error": "too-late", "12.4.left": "not-cancelled"}
INSTEAD_OF = "            for task in running:\n                task.cancel()\n"
WRITES = ""
