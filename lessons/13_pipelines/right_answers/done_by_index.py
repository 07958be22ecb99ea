"""Walks along the list by number."""

TASK = "13.4"


def items_done(stages):
    if not stages:
        return 0
    done = stages[0].finished
    for number in range(1, len(stages)):
        if stages[number - 1].out:
            done = done * stages[number].finished / stages[number - 1].out
    return done
