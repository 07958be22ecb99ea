def walk(buffer, *, any_type=False):
    blocks, position = [], 0
    while position + HEADER_SIZE <= len(buffer):
        size, kind = read_header(buffer, position)
        if size < HEADER_SIZE or position + size > len(buffer):
            break
        if kind not in KNOWN_TYPES and not any_type:
            break
        blocks.append((position, size))
        position += size
    return blocks
