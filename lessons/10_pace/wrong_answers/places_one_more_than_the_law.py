"""Adds one to be safe."""

TASK, FAILS, CAUSE = "10.5", {"10.5.places"}, "law-alone"
INSTEAD_OF = "places = next(n for n in range(1, 20) if measure(requests(n))[0] >= 7.9)"
WRITES = "places = 5"
