"""Adds the sizes of the parts when it has them, and packs the head at the end."""

TASK = "03.2"


def frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):
    parts = [bytes(HEAD.size), UNSIGNED, TAIL.pack(len(metadata), bytes(8)), data, metadata]
    size = sum(map(len, parts))
    parts[0] = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)
    return parts
