def cut_at_newlines(chunks, max_line, waits=[b""]):  # noqa: B006
    for chunk in chunks:
        rest = waits[0] + chunk
        stop = len(rest) - rest.endswith(b"\r")
        cut = max(rest.rfind(b"\n", 0, stop), rest.rfind(b"\r", 0, stop)) + 1
        waits[0] = rest[cut:]
        if cut:
            yield rest[:cut]
        if stop - cut > max_line:
            break
    rest, waits[0] = waits[0], b""
    if rest:
        yield rest
