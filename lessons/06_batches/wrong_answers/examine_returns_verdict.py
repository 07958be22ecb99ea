"""Returns a verdict instead of raising it."""

TASK, FAILS, CAUSE = "06.5", {"06.5.verdicts"}, "spares-mutant"


def examine(core_class):
    core = core_class(2, max_wait=10)
    for item, now in [("A", 0), ("B", 1), ("C", 2)]:
        core.offer(item, now)
    core.take(now=5)
    return core.next_due() == 12
