"""Lets `iter` with a sentinel ask for the next header, and keeps the position beside."""

TASK = "01.2"


def walk(buffer, *, any_type=False):
    def next_size():
        if position + HEADER_SIZE > len(buffer):
            return 0
        size, kind = read_header(buffer, position)
        known, whole = any_type or kind in KNOWN_TYPES, HEADER_SIZE <= size <= len(buffer) - position
        return size if known and whole else 0

    position = 0
    for size in iter(next_size, 0):
        yield position, size
        position += size
