"""Takes every error of the source for its end."""

TASK, FAILS, CAUSE = "11.2", {"11.2.closed"}, "error-lost"
INSTEAD_OF = "except StopAsyncIteration:"
WRITES = "except (StopAsyncIteration, OSError):"
