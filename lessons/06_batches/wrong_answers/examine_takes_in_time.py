"""Takes each batch as soon as it is full: the mutant does that well."""

TASK, FAILS, CAUSE = "06.5", {"06.5.verdicts"}, "spares-mutant"


def examine(core_class):
    core = core_class(2, max_wait=10)
    core.offer("A", 0)
    core.offer("B", 1)
    assert core.take(now=1) == ["A", "B"]
    core.offer("C", 2)
    assert core.next_due() == 12
