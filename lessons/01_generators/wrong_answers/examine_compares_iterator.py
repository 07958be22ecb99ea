"""Compares the iterator with a list, which are never equal."""

TASK, FAILS, CAUSE = "01.4", {"01.4.verdicts"}, "fails-all"
INSTEAD_OF = "list(walk(whole + cut_off))"
WRITES = "walk(whole + cut_off)"
