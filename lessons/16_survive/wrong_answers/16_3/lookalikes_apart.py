def lookalikes(window, start, end, stride=1 << 22):
    free = start
    for base in range(start, end, stride):
        beginning = window(base, min(stride + BLOCK_START, end - base))
        for match in LOOKS_LIKE_A_BLOCK.finditer(beginning):
            if match.start() < stride and base + match.start() >= free:
                free = base + match.start() + BLOCK_START
                yield base + match.start()
