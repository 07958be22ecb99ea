"""Leaves out the results of tasks that failed."""

TASK, FAILS, CAUSE = "12.4", {"12.4.error"}, "swallowed"
INSTEAD_OF = "yield calls.take().result()"
WRITES = "if not (call := calls.take()).result.__self__.exception(): yield call.result()"
