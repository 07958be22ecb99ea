def full_chunks(read, size):
    first = read(size)

    def chunks():
        chunk = first
        while chunk:
            while len(chunk) < size and (part := read(size - len(chunk))):
                chunk += part
            yield chunk
            chunk = read(size)

    return chunks()
