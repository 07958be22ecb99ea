"""Measures the wrong mode."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "as-completed"
INSTEAD_OF = "amap(timed, questions, max_in_flight, max_waiting)"
WRITES = "amap(timed, questions, max_in_flight, max_waiting, ordered=False)"
