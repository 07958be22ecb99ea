"""Looks twice: when the stage is made, and after an answer."""

TASK = "05.5"


def examine(mapping):
    source = Source([4, -4])
    answers = iter(mapping(abs)(source))
    assert source.pulled == 0
    assert next(answers) == 4
    assert source.pulled == 1
