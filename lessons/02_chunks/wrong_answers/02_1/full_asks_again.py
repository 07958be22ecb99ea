def full_chunks(read, size):
    chunk = b""
    while part := read(size):
        chunk += part
        if len(chunk) >= size:
            yield chunk
            chunk = b""
    if chunk:
        yield chunk
