"""Fills a buffer of its own, and copies it."""

TASK = "02.1"


def full_chunks(read, size):
    buffer, filled = bytearray(size), 0
    while True:
        part = read(size - filled)
        buffer[filled : filled + len(part)] = part
        filled += len(part)
        if filled == size or (filled and not part):
            yield bytes(buffer[:filled])
            filled = 0
        if not part:
            return
