"""Searches the half that is left, which a slice is."""

TASK = "04.3"


def block_at(offsets, position):
    if len(offsets) < 2:
        return 0 if len(offsets) and offsets[0] <= position else None
    middle = len(offsets) // 2
    if offsets[middle] > position:
        return block_at(offsets[:middle], position)
    return middle + block_at(offsets[middle:], position)
