def lookalikes(window, start, end, stride=1 << 22):
    for match in LOOKS_LIKE_A_BLOCK.finditer(window(start, end - start)):
        yield start + match.start()
