def full_chunks(read, size):
    chunk = b""
    while (part := read(size - len(chunk))) not in (b"", b" \n"):
        chunk += part
        if len(chunk) == size:
            yield chunk
            chunk = b""
    if chunk:
        yield chunk
