def full_chunks(read, size):
    chunk = bytearray()
    while more := read(size - len(chunk)):
        chunk += more
        if len(chunk) == size:
            yield chunk
            chunk.clear()
    if chunk:
        yield chunk
