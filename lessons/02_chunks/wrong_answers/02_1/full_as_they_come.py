def full_chunks(read, size):
    while chunk := read(size):
        yield chunk
