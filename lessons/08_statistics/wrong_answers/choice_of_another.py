"""Measures one half-life, and chooses another."""

TASK, FAILS, CAUSE = "08.5", {"08.5.measured"}, "another"

choice = {"halflife": 35, "calm": 0.0437, "quick": 14}
