"""Begins a product with 1, also where there is no factor."""

TASK, FAILS, CAUSE = "13.4", {"13.4.nothing"}, "begins-at-one"


def items_done(stages):
    done, made = 1.0, 1
    for stage in stages:
        if made:
            done *= stage.finished / made
        made = stage.out
    return done
