"""Weighs events, and counts seconds."""

TASK, FAILS = "10.4", {"10.4.rate", "10.4.held"}
CAUSE = {"10.4.rate": "seconds-not-weighed", "10.4.held": "other-rate"}
INSTEAD_OF = "weighed_seconds(now - self.start, self.halflife)"
WRITES = "(now - self.start)"
