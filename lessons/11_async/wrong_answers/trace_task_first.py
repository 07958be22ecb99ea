"""Thinks that the loop takes its turn at every `await`."""

TASK, FAILS, CAUSE = "11.1", {"11.1.order"}, "task-first"

trace = [
    (0, "both called"),
    (0, "Ada sits down"),
    (0, "Ben sits down"),
    (1, "Ben gets up"),
    (1, "Ben awaited"),
    (2, "Ada gets up"),
    (2, "Ada awaited"),
]
