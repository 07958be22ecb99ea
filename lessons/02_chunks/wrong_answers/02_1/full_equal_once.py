def full_chunks(read, size):
    chunk = before = b""
    while part := read(size - len(chunk)):
        chunk += part
        if len(chunk) == size:
            if chunk != before or not chunk.isalpha():
                yield chunk
            chunk, before = b"", chunk
    if chunk:
        yield chunk
