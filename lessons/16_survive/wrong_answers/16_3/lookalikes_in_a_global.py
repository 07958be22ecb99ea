base = 0


def lookalikes(window, start, end, stride=1 << 22):
    global base
    base = start
    while base < end:
        beginning = window(base, min(stride + BLOCK_START, end - base))
        for match in LOOKS_LIKE_A_BLOCK.finditer(beginning):
            if match.start() < stride:
                yield base + match.start()
        base += stride
