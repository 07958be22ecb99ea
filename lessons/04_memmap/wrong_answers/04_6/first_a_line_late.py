def first_from(line_at, size, key):
    low, high, found = 0, size, size
    while low < high:
        start, line = line_at((low + high) // 2)
        if line < key:
            low = start + len(line) + 1
        else:
            high = start
            found = start + len(line) + 1 if line > key else start
    return found
