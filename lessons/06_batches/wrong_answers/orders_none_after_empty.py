"""Offers None where no order came."""

TASK, FAILS = "06.4", {"06.4.time"}
CAUSE = "no-order"
INSTEAD_OF = "        except Empty:\n            pass"
WRITES = "        except Empty:\n            core.offer(None, clock.monotonic())"
