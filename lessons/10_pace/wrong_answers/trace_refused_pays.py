"""Takes what is there, though it is not enough."""

TASK, FAILS, CAUSE = "10.1", {"10.1.level"}, "refused-pays"

trace = [(True, 1), (False, 0), (False, 0), (True, 0), (False, 0), (True, 0), (True, 0.5)]
