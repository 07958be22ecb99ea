def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        stop = len(waiting) - waiting.endswith(b"\r")
        cut = max(waiting.rfind(b"\n", 0, stop), waiting.rfind(b"\r", 0, stop)) + 1
        if cut:
            yield waiting[:cut]
        waiting = waiting[cut:]
        if stop - cut > max_line:
            yield waiting[:max_line]
            return
    if waiting:
        yield waiting
