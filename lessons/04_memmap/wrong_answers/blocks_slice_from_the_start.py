"""Keeps the end of a slice, and loses its start."""

TASK, FAILS, CAUSE = "04.4", {"04.4.slice"}, "whole"
INSTEAD_OF = "self.entries[number])\n        offset"
WRITES = "self.entries[: number.stop])\n        offset"
