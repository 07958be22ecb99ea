"""Takes alpha for one over the half-life."""

TASK, FAILS, CAUSE = "08.4", {"08.4.halflife"}, "inverse"
INSTEAD_OF = "1 - 0.5 ** (1 / halflife)"
WRITES = "1 / halflife"
