POSITIONS = {}


def walk(buffer, *, any_type=False):
    POSITIONS[id(buffer)] = 0
    while (position := POSITIONS[id(buffer)]) + HEADER_SIZE <= len(buffer):
        size, kind = read_header(buffer, position)
        if size < HEADER_SIZE or position + size > len(buffer):
            return
        if kind not in KNOWN_TYPES and not any_type:
            return
        yield position, size
        POSITIONS[id(buffer)] += size
