def publish(output, data, slots):
    number, end = newest(slots)
    output.write_at(end, data)
    output.sync()
    new = PROMISE.pack(number + 1, end + len(data)) + bytes(4)
    output.write_at(0, new)
    output.write_at(SLOT_SIZE, bytes(20))
    output.sync()
    return new + bytes(20)
