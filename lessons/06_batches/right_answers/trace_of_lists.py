"""Writes batches as lists."""

TASK = "06.1"


trace = [(20, ["A", "B", "C"]), (55, ["D", "E"]), (90, ["F", "G"]), (100, ["H"])]
