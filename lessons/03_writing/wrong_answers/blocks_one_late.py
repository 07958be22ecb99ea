"""Asks for the next block before it writes this one."""

TASK, FAILS, CAUSE = "03.4", {"03.4.flow"}, "one-late"


def write_blocks(blocks, output, index, frame, position=444):
    blocks = iter(blocks)
    waiting = next(blocks, None)
    while waiting is not None:
        following = next(blocks, None)
        type_code, data, metadata = waiting
        parts = frame(type_code, data, metadata)
        output.write_at(position, *parts)
        size = sum(len(part) for part in parts)
        index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
        position += size
        waiting = following
    return position
