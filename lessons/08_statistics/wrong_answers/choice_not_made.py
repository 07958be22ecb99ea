"""Measures, and leaves the choice to others."""

TASK, FAILS = "08.5", {"08.5.promises", "08.5.measured"}
CAUSE = {"08.5.promises": "missing", "08.5.measured": "missing"}

choice = {"calm": 0.0175, "quick": 35}
