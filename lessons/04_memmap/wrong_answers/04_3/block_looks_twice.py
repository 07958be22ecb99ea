def block_at(offsets, position):
    low, high = 0, len(offsets)
    while low < high:
        middle = (low + high) // 2
        if offsets[middle] == position:
            return middle
        if offsets[middle] < position:
            low = middle + 1
        else:
            high = middle
    return low - 1 if low else None
