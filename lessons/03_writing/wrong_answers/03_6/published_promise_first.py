def publish(output, data, slots):
    number, end = newest(slots)
    new = slot(number + 1, end + len(data))
    at = SLOT_SIZE - slots.index(slot(number, end))
    output.write_at(at, new)
    output.sync()
    output.write_at(end, data)
    output.sync()
    return slots[:at] + new + slots[at + SLOT_SIZE :]
