ENDS = [444]


def write_blocks(blocks, output, index, frame, position=None):
    if position is None:
        position = ENDS[-1]
    for type_code, data, metadata in blocks:
        parts = frame(type_code, data, metadata)
        output.write_at(position, *parts)
        size = sum(map(len, parts))
        index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
        position += size
    ENDS.append(position)
    return position
