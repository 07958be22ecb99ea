"""Lets only the newest bytes wait."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "line-torn"


trace = [
    (b"EWR\n", b"JF"),
    (b"", b"K\r"),
    (b"JFK\r\n", b"LG"),
    (b"", b"A\r"),
    (b"LGA\r", b"BOS"),
    (b"BOS", b""),
]
