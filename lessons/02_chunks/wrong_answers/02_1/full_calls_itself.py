def full_chunks(read, size):
    chunk = b""
    while len(chunk) < size and (part := read(size - len(chunk))):
        chunk += part
    if chunk:
        yield chunk
    if len(chunk) == size:
        yield from full_chunks(read, size)
