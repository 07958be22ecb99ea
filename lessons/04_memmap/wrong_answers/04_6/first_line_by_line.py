def first_from(line_at, size, key):
    place = 0
    while place < size:
        start, line = line_at(place)
        if line >= key:
            break
        place = start + len(line) + 1
    return place
