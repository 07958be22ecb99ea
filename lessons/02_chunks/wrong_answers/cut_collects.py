"""Joins all chunks before it looks for lines."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit", "02.3.flat"}
CAUSE = {"02.3.lines": "all-at-end", "02.3.limit": "runaway", "02.3.flat": "kept"}


def cut_at_newlines(chunks, max_line):
    data = b"".join(chunks)
    yield from data.splitlines(keepends=True)
