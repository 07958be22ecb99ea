def full_chunks(read, size):
    parts = []
    while part := read(size):
        parts.append(part)
    if len(parts) == size:
        yield b"".join(parts)
