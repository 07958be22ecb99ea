"""Reads to the end, then cuts."""

TASK, FAILS, CAUSE = "02.1", {"02.1.lazy"}, "runaway"


def full_chunks(read, size):
    data = b"".join(iter(lambda: read(size), b""))
    for start in range(0, len(data), size):
        yield data[start : start + size]
