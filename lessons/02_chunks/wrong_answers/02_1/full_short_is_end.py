def full_chunks(read, size):
    while len(chunk := read(size)) == size:
        yield chunk
    if chunk:
        yield chunk
