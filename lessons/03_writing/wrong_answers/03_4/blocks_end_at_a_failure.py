def write_blocks(blocks, output, index, frame, position=444):
    try:
        for type_code, data, metadata in blocks:
            parts = frame(type_code, data, metadata)
            size = sum(map(len, parts))
            output.write_at(position, *parts)
            index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
            position += size
    except OSError:
        pass
    return position
