"""Finds the last certain newline with a pattern."""

TASK = "02.3"

import re

_CERTAIN = re.compile(rb"[\s\S]*(?:\n|\r(?=[\s\S]))")


def cut_at_newlines(chunks, max_line):
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if found := _CERTAIN.match(bytes(waiting)):
            # \r\n at the very end is matched up to its line feed
            yield bytes(waiting[: found.end()])
            del waiting[: found.end()]
        if len(waiting.removesuffix(b"\r")) > max_line:
            break
    if waiting:
        yield bytes(waiting)
