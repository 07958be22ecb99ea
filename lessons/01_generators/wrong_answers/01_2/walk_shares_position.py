def walk(buffer, *, any_type=False):
    walk.position = 0
    while walk.position + HEADER_SIZE <= len(buffer):
        size, kind = read_header(buffer, walk.position)
        if size < HEADER_SIZE or walk.position + size > len(buffer):
            return
        if kind not in KNOWN_TYPES and not any_type:
            return
        yield walk.position, size
        walk.position += size
