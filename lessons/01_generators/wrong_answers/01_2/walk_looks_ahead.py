def walk(buffer, *, any_type=False):
    def block_at(position):
        if position + HEADER_SIZE > len(buffer):
            return None
        size, kind = read_header(buffer, position)
        if size < HEADER_SIZE or position + size > len(buffer) or not (any_type or kind in KNOWN_TYPES):
            return None
        return position, size

    this = block_at(0)
    while this:
        following = block_at(sum(this))
        yield this
        this = following
