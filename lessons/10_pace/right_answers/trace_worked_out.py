"""Lets the machine work it out."""

TASK = "10.1"


def worked_out(asked, level=3.0, before=0.0):
    for now, tokens in asked:
        level = min(3.0, level + 2 * (now - before))
        before = now
        enough = level >= tokens
        level -= tokens * enough
        yield enough, level


trace = tuple(worked_out([(0, 2), (0.25, 2), (0.5, 2), (1, 1), (1.25, 1), (9, 3), (9.75, 1)]))
