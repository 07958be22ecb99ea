"""Yields line by line."""

TASK = "02.3"


def cut_at_newlines(chunks, max_line):
    waiting = b""
    for chunk in chunks:
        *whole, waiting = (waiting + chunk).splitlines(keepends=True) or [b""]
        yield from whole
        if waiting.endswith(b"\n"):
            yield waiting
            waiting = b""
        if len(waiting) - waiting.endswith(b"\r") > max_line:
            break
    if waiting:
        yield waiting
