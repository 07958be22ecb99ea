waiting = []


def cut_at_newlines(chunks, max_line):
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut:
            block = b"".join([*waiting, chunk[:cut]])
            waiting[:] = [chunk[cut:]]
            yield block
        else:
            waiting.append(chunk)
        if sum(map(len, waiting)) > max_line:
            break
    if rest := b"".join(waiting):
        waiting.clear()
        yield rest
