"""Cuts at the first newline of a chunk, and knows only one kind."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns"}
CAUSE = {"02.3.lines": "one-line", "02.3.returns": "return-ignored"}


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
