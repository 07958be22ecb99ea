"""Divides by the seconds of a meter that has run for ever."""

TASK, FAILS, CAUSE = "10.4", {"10.4.rate"}, "low-at-first"
INSTEAD_OF = "weighed_seconds(now - self.start, self.halflife)"
WRITES = "(self.halflife / log(2))"
