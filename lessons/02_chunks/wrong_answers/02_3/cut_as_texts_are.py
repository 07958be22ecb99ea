def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        lines = waiting.decode("latin-1").splitlines(keepends=True)
        stop = len(waiting) - waiting.endswith(b"\r")
        cut = len(waiting) if waiting.endswith(b"\n") else sum(map(len, lines[:-1]))
        if cut:
            yield waiting[:cut]
        waiting = waiting[cut:]
        if stop - cut > max_line:
            break
    if waiting:
        yield waiting
