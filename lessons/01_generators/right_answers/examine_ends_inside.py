"""Raises by itself where a block leads beyond the end."""

TASK = "01.4"


def examine(walk):
    buffer = block(b"one") + block(b"two") + block(b"three")[: 380 - 5]
    if any(position + size > len(buffer) for position, size in walk(buffer)):
        raise AssertionError("a block ends behind the end")
