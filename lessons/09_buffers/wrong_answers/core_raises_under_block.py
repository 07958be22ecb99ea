"""Raises whenever nobody can wait."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "block-raises"
INSTEAD_OF = 'if self.policy == "error":'
WRITES = 'if self.policy in ("error", "block"):'
