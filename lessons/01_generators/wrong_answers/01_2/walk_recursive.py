def walk(buffer, *, any_type=False, position=0):
    if len(buffer) - position < HEADER_SIZE:
        return
    size, kind = read_header(buffer, position)
    known = any_type or kind in KNOWN_TYPES
    if known and HEADER_SIZE <= size <= len(buffer) - position:
        yield position, size
        yield from walk(buffer, any_type=any_type, position=position + size)
