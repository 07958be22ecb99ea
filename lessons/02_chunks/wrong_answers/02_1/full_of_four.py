def full_chunks(read, size):
    chunk = b""
    while part := read(4 - len(chunk)):
        chunk += part
        if len(chunk) == 4:
            yield chunk
            chunk = b""
    if chunk:
        yield chunk
