"""Counts whole items."""

TASK, FAILS = "13.4", {"13.4.share"}
CAUSE = "whole-items"
INSTEAD_OF = "done *= counts.finished / made"
WRITES = "done = done * counts.finished // made"
