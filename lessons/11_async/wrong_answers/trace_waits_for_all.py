"""Thinks that `main` goes on when both are done."""

TASK, FAILS, CAUSE = "11.1", {"11.1.order"}, "await-waits-for-all"

trace = [
    (0, "both called"),
    (0, "Ben sits down"),
    (0, "Ada sits down"),
    (1, "Ben gets up"),
    (2, "Ada gets up"),
    (2, "Ben awaited"),
    (2, "Ada awaited"),
]
