def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        *lines, waiting = (waiting + chunk).split(b"\n")
        yield from lines
        if len(waiting) > max_line:
            break
    yield waiting
