"""Gathers the pieces and joins them once."""

TASK = "02.6"


def last_lines(read_at, size, count, chunk):
    if not count or not size:
        return []
    pieces, newlines = [], 0
    for end in range(size, 0, -chunk):
        start = max(0, end - chunk)
        pieces.append(read_at(start, end - start))
        newlines += pieces[-1].count(b"\n")
        if end == size and pieces[0].endswith(b"\n"):
            newlines -= 1
        if newlines >= count:
            break
    return b"".join(reversed(pieces)).removesuffix(b"\n").split(b"\n")[-count:]
