"""Takes the rate of something that fades all the time."""

TASK, FAILS, CAUSE = "08.4", {"08.4.halflife"}, "continuous"
INSTEAD_OF = "1 - 0.5 ** (1 / halflife)"
WRITES = "0.6931471805599453 / halflife"
