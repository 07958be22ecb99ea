"""Takes the nearest start for the newest."""

TASK, FAILS = "07.4", {"07.4.whole", "07.4.fractions"}
CAUSE = {"07.4.whole": "not-yet", "07.4.fractions": "outside"}
INSTEAD_OF = "number = time // slide"
WRITES = "number = round(time / slide)"
