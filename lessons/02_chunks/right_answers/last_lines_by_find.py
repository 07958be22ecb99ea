"""Goes from newline to newline with `rfind`, and reads when there is none left."""

TASK = "02.6"


def last_lines(read_at, size, count, chunk):
    lines, rest, position = [], b"", size
    first = True
    while len(lines) < count and (position or rest or not first):
        if position and b"\n" not in rest[: None if not first else -1]:
            step = min(chunk, position)
            position -= step
            rest = read_at(position, step) + rest
            continue
        if first:
            rest, first = rest.removesuffix(b"\n"), False
        before, newline, line = rest.rpartition(b"\n")
        lines.append(line)
        rest = before
        if not newline:
            break
    return lines[::-1]
