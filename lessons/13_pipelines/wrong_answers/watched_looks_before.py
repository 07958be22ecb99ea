"""Looks before the call counts as finished."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "before"
INSTEAD_OF = (
    "        super().finish(call)\n        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)"
)
WRITES = "        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)\n        super().finish(call)"
