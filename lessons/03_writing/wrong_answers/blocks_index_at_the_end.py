"""Keeps the entries, and writes them when all blocks are written."""

TASK, FAILS, CAUSE = "03.4", {"03.4.flow"}, "index-late"


def write_blocks(blocks, output, index, frame, position=444):
    entries = []
    for type_code, data, metadata in blocks:
        parts = frame(type_code, data, metadata)
        output.write_at(position, *parts)
        size = sum(len(part) for part in parts)
        entries.append(INDEX_ENTRY.pack(position, size, type_code, 0))
        position += size
    index.write(b"".join(entries))
    return position
