"""Lets two batches and one item pile up."""

TASK = "06.5"


def examine(core_class):
    core = core_class(2, max_wait=60)
    for second in range(5):
        core.offer(second, second)
    dues = []
    for _ in range(3):
        dues.append(core.next_due())
        core.take(now=100)
    assert dues == [1, 3, 64], dues
