"""Takes a share of nothing to be nothing."""

TASK, FAILS, CAUSE = "13.4", {"13.4.nothing"}, "none-done"


def items_done(stages):
    done, made = 0, None
    for stage in stages:
        if made is None:
            done = stage.finished
        else:
            done *= stage.finished / made if made else 0
        made = stage.out
    return done
