"""Finds the slot that counts by its bytes, and takes the other one."""

TASK = "03.6"


def publish(output, data, slots):
    number, end = newest(slots)
    at = SLOT_SIZE - slots.index(slot(number, end))
    output.write_at(end, data)
    output.sync()
    changed = bytearray(slots)
    changed[at : at + SLOT_SIZE] = slot(number + 1, end + len(data))
    output.write_at(at, changed[at : at + SLOT_SIZE])
    output.sync()
    return bytes(changed)
