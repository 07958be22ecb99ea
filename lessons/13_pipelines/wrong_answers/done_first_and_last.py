"""Compares the last stage with the one in front, and leaves out those between."""

TASK, FAILS, CAUSE = (
    "13.4",
    {"13.4.share", "13.4.nothing"},
    {"13.4.share": "not-neighbours", "13.4.nothing": "none-done"},
)


def items_done(stages):
    stages = list(stages)
    if len(stages) < 2:
        return sum(stage.finished for stage in stages)
    first, last = stages[0], stages[-1]
    return first.finished * last.finished / first.out if first.out else 0
