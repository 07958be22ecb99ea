"""Writes what comes out, then what waits."""

TASK = "02.2"

trace = list(
    zip(
        [b"EWR\n", b"", b"JFK\r\n", b"", b"LGA\r", b"BOS"],
        [b"JF", b"JFK\r", b"LG", b"LGA\r", b"BOS", b""],
        strict=True,
    )
)
