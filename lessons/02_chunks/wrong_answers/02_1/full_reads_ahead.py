def full_chunks(read, size):
    buffer = b""
    while part := read(size):
        buffer += part
        while len(buffer) >= size:
            yield buffer[:size]
            buffer = buffer[size:]
    if buffer:
        yield buffer
