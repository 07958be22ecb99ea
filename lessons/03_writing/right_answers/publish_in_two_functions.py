"""Writes durably by a function of its own, and asks which of the slots is left alone."""

TASK = "03.6"


def publish(output, data, slots):
    def durably(position, content):
        output.write_at(position, content)
        output.sync()

    number, end = newest(slots)
    halves = [slots[:SLOT_SIZE], slots[SLOT_SIZE:]]
    other = next(place for place in (0, 1) if halves[place] != slot(number, end))
    durably(end, data)
    output.finish(end + len(data))
    halves[other] = slot(number + 1, end + len(data))
    durably(other * SLOT_SIZE, halves[other])
    return b"".join(halves)
