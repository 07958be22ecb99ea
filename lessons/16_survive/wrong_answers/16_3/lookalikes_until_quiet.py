def lookalikes(window, start, end, stride=1 << 22):
    for base in range(start, end, stride):
        matches = list(LOOKS_LIKE_A_BLOCK.finditer(window(base, min(stride + BLOCK_START, end - base))))
        if not matches:
            return
        yield from (base + match.start() for match in matches if match.start() < stride)
