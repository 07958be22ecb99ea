def block_at(offsets, position):
    before = 0
    while len(offsets):
        middle = len(offsets) // 2
        if offsets[middle] <= position:
            before += middle + 1
            offsets = list(offsets[middle + 1 :])
        else:
            offsets = list(offsets[:middle])
    return before - 1 if before else None
