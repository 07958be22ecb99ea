def cut_at_newlines(chunks, max_line):
    held = b""
    for chunk in chunks:
        stop = len(chunk) - chunk.endswith(b"\r")
        cut = max(chunk.rfind(b"\n", 0, stop), chunk.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield held + chunk[:cut]
            held = b""
        held += chunk[cut:]
        if len(held) - held.endswith(b"\r") > max_line:
            break
    if held:
        yield held
