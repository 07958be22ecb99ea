rest = bytearray()


def full_chunks(read, size):
    while part := read(size):
        rest.extend(part)
        if len(rest) >= size:
            chunk = bytes(rest[:size])
            del rest[:size]
            yield chunk
    if rest:
        chunk = bytes(rest)
        rest.clear()
        yield chunk
