"""Works out the due moment as the mutant does."""

TASK, FAILS, CAUSE = "06.5", {"06.5.verdicts"}, "fails-right"


def examine(core_class):
    core = core_class(2, max_wait=10)
    for item, now in [("A", 0), ("B", 1), ("C", 2)]:
        core.offer(item, now)
    core.take(now=5)
    assert core.next_due() == 15
