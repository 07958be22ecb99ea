"""Asks again at once."""

TASK, FAILS = "13.2", {"13.2.calls", "13.2.stop"}
CAUSE = {"13.2.calls": "pause-lost", "13.2.stop": "no-pause"}
INSTEAD_OF = "        await pause(retry.delay(calls))"
WRITES = "        pass"
