"""Takes every carriage return for the end of a line."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "return-ends"


trace = [
    (b"EWR\n", b"JF"),
    (b"JFK\r", b""),
    (b"\n", b"LG"),
    (b"LGA\r", b""),
    (b"", b"BOS"),
    (b"BOS", b""),
]
