def full_chunks(read, size):
    chunk = ""
    while part := read(size - len(chunk)):
        chunk += part.decode("latin-1")
        if len(chunk) == size:
            yield chunk
            chunk = ""
    if chunk:
        yield chunk
