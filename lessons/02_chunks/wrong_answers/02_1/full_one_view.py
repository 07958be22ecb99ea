def full_chunks(read, size):
    buffer, filled = bytearray(size), 0
    while part := read(size - filled):
        buffer[filled : filled + len(part)] = part
        filled += len(part)
        if filled == size:
            yield memoryview(buffer)
            filled = 0
    if filled:
        yield bytes(buffer[:filled])
