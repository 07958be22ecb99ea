def first_from(line_at, size, key):
    low, high, found = 0, size, 0
    while low < high:
        start, line = line_at((low + high) // 2)
        if line < key:
            low, found = start + len(line) + 1, start
        else:
            high = start
    return found
