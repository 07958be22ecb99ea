def frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):
    size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)
    numbers = struct.pack("<IIIIQ", size, type_code, flags, 1, timestamp)
    head = numbers + block_id + previous_hash + content_hash
    return head, UNSIGNED, struct.pack("<I8s", len(metadata), b""), data, metadata
