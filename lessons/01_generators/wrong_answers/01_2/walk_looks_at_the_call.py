def walk(buffer, *, any_type=False):
    first = read_header(buffer, 0) if len(buffer) >= HEADER_SIZE else None

    def blocks():
        position = 0
        while position + HEADER_SIZE <= len(buffer):
            size, kind = read_header(buffer, position) if position else first
            if size < HEADER_SIZE or position + size > len(buffer):
                return
            if kind not in KNOWN_TYPES and not any_type:
                return
            yield position, size
            position += size

    return blocks()
