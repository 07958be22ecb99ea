def cut_at_newlines(chunks, max_line):
    held = []
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield b"".join([*held, chunk[:cut]])
            held = []
        held.append(chunk[cut:])
        if sum(map(len, held)) > max_line:
            break
    if rest := b"".join(held):
        yield rest
