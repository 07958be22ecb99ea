"""Takes a short read for the end of the file."""

TASK, FAILS, CAUSE = "02.1", {"02.1.full"}, "short-is-end"


def full_chunks(read, size):
    while len(chunk := read(size)) == size:
        yield chunk
    if chunk:
        yield chunk
