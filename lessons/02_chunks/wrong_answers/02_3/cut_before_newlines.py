def cut_at_newlines(chunks, max_line):
    held = b""
    for chunk in chunks:
        held += chunk
        stop = len(held) - held.endswith(b"\r")
        cut = max(held.rfind(b"\n", 0, stop), held.rfind(b"\r", 0, stop))
        if cut > 0:
            yield held[:cut]
            held = held[cut:]
        if len(held) - held.endswith(b"\r") > max_line:
            break
    if held:
        yield held
