"""Has k slots from the beginning, all at zero."""

TASK = "08.7"


def frequent(items, k):
    slots = [[None, 0, 0] for _ in range(k)]
    for item in items:
        slot = next((slot for slot in slots if slot[1] and slot[0] == item), None)
        if slot is None:
            slot = min(slots, key=lambda slot: slot[1])
            slot[0], slot[2] = item, slot[1]
        slot[1] += 1
    return {item: (count, error) for item, count, error in slots if count}
