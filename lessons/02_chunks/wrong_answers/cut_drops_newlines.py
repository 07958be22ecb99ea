"""Splits at newlines, which takes them away."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit"}
CAUSE = {"02.3.lines": "newline-lost"}


def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        *lines, waiting = (waiting + chunk).split(b"\n")
        yield from lines
        if len(waiting) > max_line:
            break
    yield waiting
