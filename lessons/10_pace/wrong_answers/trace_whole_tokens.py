"""Counts whole tokens only."""

TASK, FAILS, CAUSE = "10.1", {"10.1.level"}, "whole-tokens"

trace = [(True, 1), (False, 1), (False, 1), (True, 1), (True, 0), (True, 0), (True, 0)]
