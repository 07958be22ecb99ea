"""Expects a block that is cut off to come out at the size that is there."""

TASK, FAILS, CAUSE = "01.4", {"01.4.verdicts"}, "fails-all"
INSTEAD_OF = "== [(0, len(whole))]"
WRITES = "== [(0, len(whole)), (len(whole), len(cut_off))]"
