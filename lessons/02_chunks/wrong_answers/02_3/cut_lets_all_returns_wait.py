def cut_at_newlines(chunks, max_line):
    held = b""
    for chunk in chunks:
        held += chunk
        stop = len(held.rstrip(b"\r"))
        cut = max(held.rfind(b"\n", 0, stop), held.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield held[:cut]
            held = held[cut:]
        if len(held.rstrip(b"\r")) > max_line:
            break
    if held:
        yield held
