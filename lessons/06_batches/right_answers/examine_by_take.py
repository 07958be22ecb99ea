"""Asks for the item in the second in which it is due."""

TASK = "06.5"


def examine(core_class):
    core = core_class(1, max_wait=100)
    core.max_size = 3
    for number in range(4):
        core.offer(number, now=number)
    core.take(now=50)
    assert core.take(now=103) == [3]
