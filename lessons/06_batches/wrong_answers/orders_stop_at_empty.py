"""Takes an empty queue for a closed one."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = "stops"
INSTEAD_OF = "        except Empty:\n            pass"
WRITES = "        except Empty:\n            break"
