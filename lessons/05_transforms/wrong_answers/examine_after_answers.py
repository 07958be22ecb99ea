"""Looks at the pulls when answers have come."""

TASK, FAILS, CAUSE = "05.5", {"05.5.verdicts"}, "spares-hasty"


def examine(mapping):
    source = Source("abc")
    for number, _ in enumerate(mapping(str.upper)(source), start=1):
        assert source.pulled == number
