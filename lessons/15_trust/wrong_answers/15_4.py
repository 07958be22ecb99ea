"""Misconceptions about task 15.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "backdated_in_place",
        believes="Forges the bytes that it was given",
        fails={"15.4.date": "given-changed"},
        edits=[
            ("forged = bytearray(data)", "forged = data if isinstance(data, bytearray) else bytearray(data)"),
        ],
    ),
    Wrong(
        "backdated_bytearray",
        believes="Gives back what it worked on",
        fails={"15.4.date": "not-bytes"},
        edits=[
            ("return bytes(forged)", "return forged"),
        ],
    ),
    Wrong(
        "backdated_unless_zero",
        believes="Takes 0 for no time",
        fails={"15.4.date": "unchanged"},
        edits=[
            (
                "forged = bytearray(data)",
                """
            if not time:
                return bytes(data)
            forged = bytearray(data)
            """,
            ),
        ],
    ),
    Wrong(
        "backdated_not",
        believes="Gives back the bytes that it was given",
        fails={"15.4.date": "unchanged"},
        edits=[
            ("return bytes(forged)", "return bytes(data)"),
        ],
    ),
    Wrong(
        "backdated_without_the_header",
        believes="Takes the first block for the beginning of the file",
        fails={"15.4.date": "header-forgotten"},
        edits=[
            (
                'TIME.pack_into(forged, FILE_HEADER.size + position + BLOCK_AT["timestamp"], time)',
                'TIME.pack_into(forged, position + BLOCK_AT["timestamp"], time)',
            ),
        ],
    ),
    Wrong(
        "backdated_counts_from_one",
        believes="Counts blocks from 1",
        fails={"15.4.date": "other-block"},
        edits=[
            (
                "position, _ = next(islice(walk(forged[FILE_HEADER.size :]), number, None))",
                "position, _ = next(islice(walk(forged[FILE_HEADER.size :]), max(number - 1, 0), None))",
            ),
        ],
    ),
    Wrong(
        "backdated_little_endian",
        believes="Writes the lowest byte first",
        fails={"15.4.date": "byte-order"},
        edits=[
            (
                'TIME.pack_into(forged, FILE_HEADER.size + position + BLOCK_AT["timestamp"], time)',
                """
                at = FILE_HEADER.size + position + BLOCK_AT["timestamp"]
                forged[at : at + 8] = time.to_bytes(8, "little")
                """,
            ),
        ],
    ),
    Wrong(
        "backdated_wherever_it_stands",
        believes="Replaces the old date, wherever it stands",
        fails={"15.4.date": "all-blocks"},
        edits=[
            (
                """
            TIME.pack_into(forged, FILE_HEADER.size + position + BLOCK_AT["timestamp"], time)
            return bytes(forged)
            """,
                """
                at = FILE_HEADER.size + position + BLOCK_AT["timestamp"]
                return bytes(forged).replace(bytes(forged[at : at + 8]), TIME.pack(time))
                """,
            ),
        ],
    ),
    Wrong(
        "backdated_all",
        believes="Gives every block the date",
        fails={"15.4.date": "all-blocks"},
        edits=[
            (
                """
                position, _ = next(islice(walk(forged[FILE_HEADER.size :]), number, None))
                TIME.pack_into(forged, FILE_HEADER.size + position + BLOCK_AT["timestamp"], time)
                """,
                """
                for position, _ in walk(bytes(forged[FILE_HEADER.size :])):
                    TIME.pack_into(forged, FILE_HEADER.size + position + BLOCK_AT["timestamp"], time)
                """,
            ),
        ],
    ),
    Wrong(
        "backdated_and_unsigned",
        believes="Takes the signature out, which would not fit any more",
        fails={"15.4.date": "elsewhere"},
        edits=[
            (
                "return bytes(forged)",
                """
            at = FILE_HEADER.size + position + BLOCK_AT["signature"]
            forged[at : at + 256] = bytes(256)
            return bytes(forged)
            """,
            ),
        ],
    ),
    Wrong(
        "backdated_by_the_first_size",
        believes="Takes all blocks to be as large as the first",
        fails={"15.4.date": "elsewhere"},
        edits=[
            (
                "position, _ = next(islice(walk(forged[FILE_HEADER.size :]), number, None))",
                """
            _, size = next(walk(forged[FILE_HEADER.size :]))
            position = number * size
            """,
            ),
        ],
    ),
    Wrong(
        "backdated_in_six_bytes",
        believes="Writes the six bytes that a date of today takes",
        fails={"15.4.date": "another-time"},
        edits=[
            ("forged = bytearray(data)", "forged, time = bytearray(data), time % 2**48"),
        ],
    ),
]
