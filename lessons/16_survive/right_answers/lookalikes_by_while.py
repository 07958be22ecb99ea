"""Moves on by strides in a while loop, with another pattern."""

TASK = "16.3"


def lookalikes(window, start, end, stride=1 << 22):
    place = start
    while place < end:
        size = min(stride + 15, end - place)
        data = bytes(window(place, size))
        for match in LOOKS_LIKE_A_BLOCK.finditer(data):
            yield place + match.start()
        place += stride
