"""Runs each generator to its end before the next begins, as a chain of lists would."""

TASK, FAILS, CAUSE = "01.1", {"01.1.order"}, "stage-by-stage"

trace = [
    *["read EWR", "read JFK", "read LGA"],
    *["lower EWR", "lower JFK", "lower LGA"],
    *["got ewr", "got jfk"],
]
