"""Cuts chunks from a buffer that is filled by the chunk."""

TASK, FAILS, CAUSE = "02.1", {"02.1.lazy"}, "ahead"


def full_chunks(read, size):
    buffer = b""
    while part := read(size):
        buffer += part
        while len(buffer) >= size:
            yield buffer[:size]
            buffer = buffer[size:]
    if buffer:
        yield buffer
