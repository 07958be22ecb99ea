"""Looks at the results."""

TASK, FAILS, CAUSE = "05.5", {"05.5.verdicts"}, "spares-both"


def examine(mapping):
    assert list(mapping(str.upper)(Source("abc"))) == ["A", "B", "C"]
