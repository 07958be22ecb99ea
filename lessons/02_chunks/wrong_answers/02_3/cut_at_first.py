def cut_at_newlines(chunks, max_line):
    held = b""
    for chunk in chunks:
        cut = chunk.find(b"\n") + 1
        if cut:
            yield held + chunk[:cut]
            held = b""
        held += chunk[cut:]
        if len(held) > max_line:
            break
    if held:
        yield held
