"""Passes the chunks on as they are."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit"}
CAUSE = {"02.3.lines": "unfinished", "02.3.returns": "split-pair"}


def cut_at_newlines(chunks, max_line):
    yield from chunks
