"""Returns the coroutine."""

TASK, FAILS = "13.2", {"13.2.calls", "13.2.stop"}
CAUSE = {"13.2.calls": "never-ran", "13.2.stop": "never-ran"}
INSTEAD_OF = "return await call(item)"
WRITES = "return call(item)"
