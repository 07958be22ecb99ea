"""Notes what is there before the taking."""

TASK, FAILS = "10.1", {"10.1.level"}
CAUSE = "level-before"


trace = [(True, 1), (False, 1.5), (True, 2), (True, 1), (False, 0.5), (True, 3), (True, 1.5)]
