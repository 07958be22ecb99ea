"""Fills one chunk in a function of its own."""

TASK = "02.1"


def full_chunks(read, size):
    while chunk := filled(read, size):
        yield chunk


def filled(read, size):
    chunk = read(size)
    while 0 < len(chunk) < size:
        part = read(size - len(chunk))
        if not part:
            break
        chunk += part
    return chunk
