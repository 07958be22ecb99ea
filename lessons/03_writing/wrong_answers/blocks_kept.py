"""Writes in time, and keeps the parts to add up their sizes at the end."""

TASK, FAILS, CAUSE = "03.4", {"03.4.flow"}, "held"


def write_blocks(blocks, output, index, frame, position=444):
    start, written = position, []
    for type_code, data, metadata in blocks:
        parts = frame(type_code, data, metadata)
        output.write_at(position, *parts)
        size = sum(len(part) for part in parts)
        index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
        position += size
        written.extend(parts)
    return start + sum(map(len, written))
