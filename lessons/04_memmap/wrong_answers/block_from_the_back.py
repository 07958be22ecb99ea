"""Goes back from the last block to one that has begun."""

TASK, FAILS, CAUSE = "04.3", {"04.3.looks"}, "from-one-end"


def block_at(offsets, position):
    number = len(offsets) - 1
    while number >= 0 and offsets[number] > position:
        number -= 1
    return number if number >= 0 else None
