"""Never forgets a task."""

TASK, FAILS, CAUSE = "12.4", {"12.4.held"}, "kept"
INSTEAD_OF = "                    task.add_done_callback(running.discard)\n"
WRITES = ""
