def first_from(line_at, size, key):
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if line_at(middle)[1] < key:
            low = middle + 1
        else:
            high = line_at(middle)[0]
    return low
