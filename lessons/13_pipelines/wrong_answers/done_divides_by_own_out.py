"""Divides what a stage has finished by what it has made itself."""

TASK, FAILS, CAUSE = "13.4", {"13.4.share", "13.4.nothing"}, {"13.4.share": "own-out", "13.4.nothing": ""}


def items_done(stages):
    done = None
    for stage in stages:
        if done is None:
            done = stage.finished
        elif stage.out:
            done *= stage.finished / stage.out
    return done or 0
