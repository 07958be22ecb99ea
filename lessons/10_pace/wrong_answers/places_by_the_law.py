"""Multiplies 8 a second by half a second."""

TASK, FAILS, CAUSE = "10.5", {"10.5.places"}, "law-alone"
INSTEAD_OF = "places = next(n for n in range(1, 20) if measure(requests(n))[0] >= 7.9)"
WRITES = "places = 4"
