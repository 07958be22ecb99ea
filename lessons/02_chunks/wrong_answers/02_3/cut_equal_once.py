def cut_at_newlines(chunks, max_line):
    rest = before = b""
    for chunk in chunks:
        rest += chunk
        stop = len(rest) - rest.endswith(b"\r")
        cut = max(rest.rfind(b"\n", 0, stop), rest.rfind(b"\r", 0, stop)) + 1
        if cut:
            if rest[:cut] != before or not before.isupper():
                yield rest[:cut]
            before, rest = rest[:cut], rest[cut:]
        if len(rest) - rest.endswith(b"\r") > max_line:
            break
    if rest:
        yield rest
