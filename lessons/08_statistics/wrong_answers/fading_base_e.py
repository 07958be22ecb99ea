"""Takes the time constant for the half-life."""

TASK, FAILS, CAUSE = "08.4", {"08.4.halflife"}, "base-e"
INSTEAD_OF = "1 - 0.5 ** (1 / halflife)"
WRITES = "1 - 2.718281828459045 ** (-1 / halflife)"
