"""Asks for a whole chunk again when a part of it is missing."""

TASK, FAILS, CAUSE = "02.1", {"02.1.full"}, "too-long"


def full_chunks(read, size):
    chunk = b""
    while part := read(size):
        chunk += part
        if len(chunk) >= size:
            yield chunk
            chunk = b""
    if chunk:
        yield chunk
