"""Writes the pairs as a tuple."""

TASK = "02.2"

trace = (
    (b"EWR\n", b"JF"),
    (b"", b"JFK\r"),
    (b"JFK\r\n", b"LG"),
    (b"", b"LGA\r"),
    (b"LGA\r", b"BOS"),
    (b"BOS", b""),
)
