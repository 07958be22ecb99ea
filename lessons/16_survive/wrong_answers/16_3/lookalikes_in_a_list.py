def lookalikes(window, start, end, stride=1 << 22):
    places = []
    for base in range(start, end, stride):
        beginning = window(base, min(stride + BLOCK_START, end - base))
        places += [base + match.start() for match in LOOKS_LIKE_A_BLOCK.finditer(beginning) if match.start() < stride]
    yield from places
