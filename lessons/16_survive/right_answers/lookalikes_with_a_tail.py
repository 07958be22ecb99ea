"""Keeps the last fifteen bytes for the next window."""

TASK = "16.3"


def lookalikes(window, start, end, stride=1 << 22):
    tail = b""
    for base in range(start, end, stride):
        data = tail + bytes(window(base, min(stride, end - base)))
        for match in LOOKS_LIKE_A_BLOCK.finditer(data):
            yield base - len(tail) + match.start()
        tail = data[-15:]
