def cut_at_newlines(chunks, max_line):
    data = b"".join(chunks)
    yield from data.splitlines(keepends=True)
