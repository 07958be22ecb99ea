"""Knows no newline without a line feed."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "return-forgotten"


trace = [
    (b"EWR\n", b"JF"),
    (b"", b"JFK\r"),
    (b"JFK\r\n", b"LG"),
    (b"", b"LGA\r"),
    (b"", b"LGA\rBOS"),
    (b"LGA\rBOS", b""),
]
