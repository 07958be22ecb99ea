def cut_at_newlines(chunks, max_line):
    yield from chunks
