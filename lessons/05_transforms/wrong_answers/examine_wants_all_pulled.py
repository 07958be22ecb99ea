"""Expects that the first answer needs the whole source."""

TASK, FAILS, CAUSE = "05.5", {"05.5.verdicts"}, "fails-right"


def examine(mapping):
    source = Source("abc")
    next(iter(mapping(str.upper)(source)))
    assert source.pulled == 3
