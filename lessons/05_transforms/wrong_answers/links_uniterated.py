"""Takes what a stage returns for an iterator."""

TASK, FAILS, CAUSE = "05.3", {"05.3.links"}, "no-iterator"
INSTEAD_OF = "iter(stage(links[-1]))"
WRITES = "stage(links[-1])"
