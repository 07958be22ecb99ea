"""Thinks that `create_task` and a call run the coroutine until it waits."""

TASK, FAILS, CAUSE = "11.1", {"11.1.order"}, "starts-at-once"

trace = [
    (0, "Ada sits down"),
    (0, "Ben sits down"),
    (0, "both called"),
    (1, "Ben gets up"),
    (1, "Ben awaited"),
    (2, "Ada gets up"),
    (2, "Ada awaited"),
]
