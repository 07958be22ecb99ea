def full_chunks(read, size):
    while chunk := read(size):
        for _ in range(7):
            if len(chunk) < size:
                chunk += read(size - len(chunk))
        yield chunk
