"""Misconceptions about task 03.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "frame_size_of_content",
        believes="Takes the size for that of what follows the header",
        fails={"03.2.fields": "data-only"},
        edits=[
            (
                "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)",
                "size = len(data) + len(metadata)",
            )
        ],
    ),
    Wrong(
        "frame_size_without_metadata",
        believes="Leaves the metadata out of the size",
        fails={"03.2.fields": "no-metadata"},
        edits=[
            (
                "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)",
                "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data)",
            )
        ],
    ),
    Wrong(
        "frame_size_without_signature",
        believes="A signature that is not there yet takes no room",
        fails={"03.2.fields": "part-left-out"},
        edits=[
            (
                "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)",
                "size = HEAD.size + TAIL.size + len(data) + len(metadata)",
            )
        ],
    ),
    Wrong(
        "frame_little_endian",
        believes="Packs numbers as this machine has them",
        fails={"03.2.fields": "byte-order"},
    ),
    Wrong(
        "frame_never_without_metadata",
        believes="Writes `{}` where there is no metadata",
        fails={"03.2.fields": "made-up", "03.2.parts": "another-object"},
        edits=[
            (
                "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)",
                """
                metadata = metadata or b"{}"
                size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)
                """,
            ),
        ],
    ),
    Wrong(
        "frame_tail_has_data_size",
        believes="Packs the size of the data into the tail",
        fails={"03.2.fields": "wrong-tail"},
        edits=[('tail = TAIL.pack(len(metadata), b"")', 'tail = TAIL.pack(len(data), b"")')],
    ),
    Wrong(
        "frame_hashes_swapped",
        believes="Packs the content hash before that of the block before",
        fails={"03.2.fields": "swapped"},
        edits=[
            (
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)",
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, content_hash, previous_hash)",
            )
        ],
    ),
    Wrong(
        "frame_version_before_flags",
        believes="Packs the version where the flags belong",
        fails={"03.2.fields": "version"},
        edits=[
            (
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)",
                "head = HEAD.pack(size, type_code, 1, flags, timestamp, block_id, previous_hash, content_hash)",
            )
        ],
    ),
    Wrong(
        "frame_hashes_for_itself",
        believes="Computes a hash that it was given",
        fails={"03.2.fields": "not-as-it-came"},
        edits=[
            (
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)",
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, hashlib.sha256(data).digest())",
            ),
            (
                "def frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):",
                "import hashlib\n\n\ndef frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):",
            ),
        ],
    ),
    Wrong(
        "frame_computes_hashes",
        believes="Computes the hash where it is zero",
        fails={"03.2.fields": "not-as-it-came"},
        edits=[
            (
                "head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)",
                """
                content_hash = content_hash.strip(b"\\0") or b"none"
                head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)
                """,
            ),
        ],
    ),
    Wrong(
        "frame_signs",
        believes="Puts the hash where the signature will be",
        fails={"03.2.fields": "not-zero"},
        edits=[
            (
                "return head, UNSIGNED, tail, data, metadata",
                "return head, content_hash * 8, tail, data, metadata",
            ),
        ],
    ),
    Wrong(
        "frame_metadata_first",
        believes="Puts the metadata where a header ends",
        fails={"03.2.fields": "order", "03.2.parts": "order"},
        edits=[("return head, UNSIGNED, tail, data, metadata", "return head, UNSIGNED, tail, metadata, data")],
    ),
    Wrong(
        "frame_joined",
        believes="Joins the parts, so that they can be written at once",
        fails={"03.2.parts": "joined"},
        edits=[("return head, UNSIGNED, tail, data, metadata", "return [head + UNSIGNED + tail + data + metadata]")],
    ),
    Wrong(
        "frame_leaves_empty_data_out",
        believes="Leaves out what has no bytes",
        fails={"03.2.parts": "joined"},
        edits=[
            (
                "return head, UNSIGNED, tail, data, metadata",
                "return [head, UNSIGNED, tail, *filter(len, (data, metadata))]",
            ),
        ],
    ),
    Wrong(
        "frame_copies_data",
        believes="Makes `bytes` of the data, to be on the safe side",
        fails={"03.2.parts": "copied"},
        edits=[("return head, UNSIGNED, tail, data, metadata", "return head, UNSIGNED, tail, bytes(data), metadata")],
    ),
    Wrong(
        "frame_copies_metadata",
        believes="Metadata is small, and copied at no cost",
        fails={"03.2.parts": "copied"},
        edits=[("return head, UNSIGNED, tail, data, metadata", "return head, UNSIGNED, tail, data, bytes(metadata)")],
    ),
    Wrong(
        "frame_views",
        believes="Gives views of what was given",
        fails={"03.2.parts": "another-object"},
        edits=[
            (
                "return head, UNSIGNED, tail, data, metadata",
                "return head, UNSIGNED, tail, memoryview(data), memoryview(metadata)",
            ),
        ],
    ),
]
