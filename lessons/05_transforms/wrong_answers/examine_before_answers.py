"""Looks at the pulls before anybody asks."""

TASK, FAILS, CAUSE = "05.5", {"05.5.verdicts"}, "spares-greedy"


def examine(mapping):
    source = Source("abc")
    mapping(str.upper)(source)
    assert source.pulled == 0
