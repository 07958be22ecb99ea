"""Asks the stages in front how much was done up to there."""

TASK = "13.4"


def items_done(stages):
    *before, last = stages or [None]
    if last is None:
        return 0
    if not before:
        return last.finished
    made = before[-1].out
    return items_done(before) * (last.finished / made if made else 1)
