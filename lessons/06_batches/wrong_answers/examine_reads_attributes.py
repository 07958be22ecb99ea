"""Looks into the core, where each has its own ways."""

TASK, FAILS, CAUSE = "06.5", {"06.5.verdicts"}, "fails-right"


def examine(core_class):
    assert hasattr(core_class(2, max_wait=10), "moments")
