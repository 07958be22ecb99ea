"""Makes a list of each stage."""

TASK, FAILS, CAUSE = "05.3", {"05.3.links"}, "pulled-early"
INSTEAD_OF = "iter(stage(links[-1]))"
WRITES = "iter(list(stage(links[-1])))"
