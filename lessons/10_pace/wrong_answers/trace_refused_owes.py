"""Lets those pay who are turned away."""

TASK, FAILS, CAUSE = "10.1", {"10.1.level"}, "refused-pays"

trace = [(True, 1), (False, -0.5), (False, -2), (False, -2), (False, -2.5), (True, 0), (True, 0.5)]
