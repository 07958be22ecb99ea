"""Hands the offsets to numpy, which copies them before it looks."""

TASK, FAILS, CAUSE = "04.3", {"04.3.looks"}, "every-offset"


def block_at(offsets, position):
    begun = int(np.searchsorted(offsets, position, side="right"))
    return begun - 1 if begun else None
