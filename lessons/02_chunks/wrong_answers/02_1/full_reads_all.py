def full_chunks(read, size):
    data = b"".join(iter(lambda: read(size), b""))
    for start in range(0, len(data), size):
        yield data[start : start + size]
