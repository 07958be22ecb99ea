"""Fades when something comes, and only then."""

TASK, FAILS, CAUSE = "10.4", {"10.4.rate"}, "silence"
INSTEAD_OF = "return self.faded(now) / weighed"
WRITES = "return self.weight / weighed"
