def cut_at_newlines(chunks, max_line):
    data, start = b"", 0
    for chunk in chunks:
        data += chunk
        stop = len(data) - data.endswith(b"\r")
        cut = max(data.rfind(b"\n", start, stop), data.rfind(b"\r", start, stop)) + 1
        if cut > start:
            yield data[start:cut]
            start = cut
        if stop - start > max_line:
            break
    if data[start:]:
        yield data[start:]
