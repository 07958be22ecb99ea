def write_blocks(blocks, output, index, frame, position=444):
    try:
        for type_code, data, metadata in blocks:
            parts = frame(type_code, data, metadata)
            output.write_at(position, *parts)
            size = sum(map(len, parts))
            index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
            position += size
    except ValueError:
        pass
    return position
