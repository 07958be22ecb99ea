"""Searches in the half that is left."""

TASK = "04.6"


def first_from(line_at, size, key):
    def search(low, high):
        if low >= high:
            return low
        start, line = line_at((low + high) // 2)
        return search(start + len(line) + 1, high) if line < key else search(low, start)

    return search(0, size)
