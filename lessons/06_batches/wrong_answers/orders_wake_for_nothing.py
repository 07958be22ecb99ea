"""Wakes when a batch is due, and goes back to sleep."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = "spins"
INSTEAD_OF = "        except Empty:\n            pass"
WRITES = "        except Empty:\n            continue"
