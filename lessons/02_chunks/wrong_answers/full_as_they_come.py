"""Takes a read for a chunk."""

TASK, FAILS, CAUSE = "02.1", {"02.1.full"}, "as-they-come"


def full_chunks(read, size):
    while chunk := read(size):
        yield chunk
