"""Packs the header in one go, and cuts it around the signature."""

TASK = "03.2"


def frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):
    sizes = 372 + len(data) + len(metadata), len(metadata)
    header = struct.pack(
        ">IIIIQ16s32s32s256sI8x", sizes[0], type_code, flags, 1, timestamp,
        block_id, previous_hash, content_hash, b"", sizes[1]
    )  # fmt: skip
    return (header[:104], header[104:360], header[360:], data, metadata)
