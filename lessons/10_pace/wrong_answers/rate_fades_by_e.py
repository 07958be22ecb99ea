"""Takes e for 2."""

TASK, FAILS = "10.4", {"10.4.rate", "10.4.held"}
CAUSE = {"10.4.rate": "by-e", "10.4.held": "other-rate"}
INSTEAD_OF = "exp2(-(now - self.updated)"
WRITES = "0.36787944117 ** ((now - self.updated)"
