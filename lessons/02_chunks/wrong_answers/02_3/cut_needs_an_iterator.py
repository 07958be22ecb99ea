def cut_at_newlines(chunks, max_line):
    rest = b""
    while (chunk := next(chunks, None)) is not None:
        rest += chunk
        stop = len(rest) - rest.endswith(b"\r")
        cut = max(rest.rfind(b"\n", 0, stop), rest.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) - rest.endswith(b"\r") > max_line:
            break
    if rest:
        yield rest
