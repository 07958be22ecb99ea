def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        if len(waiting) > max_line:
            yield waiting
            return
