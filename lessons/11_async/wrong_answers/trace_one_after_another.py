"""Thinks that `await` lets nobody else go on."""

TASK, FAILS, CAUSE = "11.1", {"11.1.order"}, "one-after-another"

trace = [
    (0, "both called"),
    (0, "Ben sits down"),
    (1, "Ben gets up"),
    (1, "Ben awaited"),
    (1, "Ada sits down"),
    (3, "Ada gets up"),
    (3, "Ada awaited"),
]
