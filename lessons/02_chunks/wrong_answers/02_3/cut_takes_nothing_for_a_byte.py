def cut_at_newlines(chunks, max_line):
    rest = b""
    for chunk in chunks:
        rest += chunk
        stop = len(rest) - chunk.endswith(b"\r")
        cut = max(rest.rfind(b"\n", 0, stop), rest.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) - rest.endswith(b"\r") > max_line:
            break
    if rest:
        yield rest
