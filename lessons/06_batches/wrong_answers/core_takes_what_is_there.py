"""Takes for `take` what `flush` is."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "too-few"}
INSTEAD_OF = "return [] if due is None or now < due else self.flush()"
WRITES = "return self.flush()"
