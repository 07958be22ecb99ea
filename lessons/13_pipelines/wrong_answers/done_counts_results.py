"""Shows how many results came out at the end."""

TASK, FAILS, CAUSE = "13.4", {"13.4.share", "13.4.nothing"}, {"13.4.share": "results", "13.4.nothing": "none-done"}


def items_done(stages):
    return [0, *(stage.out for stage in stages)][-1]
