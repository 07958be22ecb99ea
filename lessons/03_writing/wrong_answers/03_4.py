"""Misconceptions about task 03.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "write_goes_on",
        believes="Goes on where the last call ended",
        fails={"03.4.places": "shared"},
    ),
    Wrong(
        "blocks_overlap",
        believes="Moves on by the data, and writes over the rest",
        fails={"03.4.places": "overlap"},
        edits=[("position += size", "position += len(data)")],
    ),
    Wrong(
        "write_enters_nothing",
        believes="Leaves the index to others",
        fails={"03.4.places": "no-entry", "03.4.flow": "index-late"},
        edits=[
            (
                "index.write(INDEX_ENTRY.pack(position, size, type_code, 0))",
                "",
            ),
        ],
    ),
    Wrong(
        "blocks_without_data_left_out",
        believes="A block without data is none",
        fails={"03.4.places": "left-out"},
        edits=[
            (
                "parts = frame(type_code, data, metadata)",
                "if not data:\n    continue\nparts = frame(type_code, data, metadata)",
            )
        ],
    ),
    Wrong(
        "write_equal_once",
        believes="Leaves out a block that is like the one before",
        fails={"03.4.places": "left-out"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                before = None
                for type_code, data, metadata in blocks:
                    if before == (before := (type_code, data, metadata)):
                        continue
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_from_zero",
        believes="Begins where a file begins, on the header",
        fails={"03.4.places": "from-zero"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                position = 0
                for type_code, data, metadata in blocks:
                """,
            )
        ],
    ),
    Wrong(
        "blocks_get_metadata",
        believes="Writes `{}` for metadata that has no bytes",
        fails={"03.4.places": "made-up"},
        edits=[("parts = frame(type_code, data, metadata)", 'parts = frame(type_code, data, metadata or b"{}")')],
    ),
    Wrong(
        "blocks_entry_of_end",
        believes="Moves on before it makes the entry",
        fails={"03.4.places": "entry-of-end"},
        edits=[
            (
                """
                size = sum(len(part) for part in parts)
                index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
                position += size
                """,
                """
                size = sum(len(part) for part in parts)
                position += size
                index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
                """,
            )
        ],
    ),
    Wrong(
        "blocks_are_entered_from_the_first",
        believes="The index begins to count where the blocks do",
        fails={"03.4.places": "entry-from-header"},
        edits=[
            (
                "index.write(INDEX_ENTRY.pack(position, size, type_code, 0))",
                "index.write(INDEX_ENTRY.pack(position - 444, size, type_code, 0))",
            )
        ],
    ),
    Wrong(
        "blocks_entry_of_data",
        believes="Enters the size of the data",
        fails={"03.4.places": "entry-size"},
        edits=[
            (
                "index.write(INDEX_ENTRY.pack(position, size, type_code, 0))",
                "index.write(INDEX_ENTRY.pack(position, len(data), type_code, 0))",
            )
        ],
    ),
    Wrong(
        "blocks_at_444",
        believes="Every file's first block lies behind a header",
        fails={"03.4.places": "position-ignored"},
        edits=[
            ("for type_code, data, metadata in blocks:", "position = 444\nfor type_code, data, metadata in blocks:")
        ],
    ),
    Wrong(
        "write_never_at_zero",
        believes="Takes position 0 for none",
        fails={"03.4.places": "position-ignored"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                position = position or 444
                for type_code, data, metadata in blocks:
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_framed_twice",
        believes="Frames a block to learn its size, and once more to write it",
        fails={"03.4.places": "framed-again"},
        edits=[
            (
                "size = sum(len(part) for part in parts)",
                "size = sum(len(part) for part in frame(type_code, data, metadata))",
            )
        ],
    ),
    Wrong(
        "blocks_metadata_first",
        believes="Takes the metadata for the block's first content",
        fails={"03.4.places": "contents"},
        edits=[("parts = frame(type_code, data, metadata)", "parts = frame(type_code, metadata, data)")],
    ),
    Wrong(
        "entries_flags_first",
        believes="An entry ends with the type",
        fails={"03.4.places": "entry-type"},
        edits=[
            (
                "index.write(INDEX_ENTRY.pack(position, size, type_code, 0))",
                "index.write(INDEX_ENTRY.pack(position, size, 0, type_code))",
            )
        ],
    ),
    Wrong(
        "blocks_return_nothing",
        believes="Forgets to say where the blocks end",
        fails={"03.4.places": "no-end"},
        edits=[("return position", "")],
    ),
    Wrong(
        "write_needs_an_iterator",
        believes="Asks for the next block, and a list has none",
        fails={"03.4.places": "raised"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                while block := next(blocks, None):
                    type_code, data, metadata = block
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_collected",
        believes="Makes a list of the blocks first",
        fails={"03.4.flow": "collected"},
        edits=[("for type_code, data, metadata in blocks:", "for type_code, data, metadata in list(blocks):")],
    ),
    Wrong(
        "blocks_index_at_the_end",
        believes="Keeps the entries, and writes them when all blocks are written",
        fails={"03.4.flow": "index-late"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                entries = []
                for type_code, data, metadata in blocks:
                """,
            ),
            (
                """
                    index.write(INDEX_ENTRY.pack(position, size, type_code, 0))
                    position += size
                return position
                """,
                """
                    entries.append(INDEX_ENTRY.pack(position, size, type_code, 0))
                    position += size
                index.write(b"".join(entries))
                return position
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_one_late",
        believes="Asks for the next block before it writes this one",
        fails={"03.4.flow": "one-late"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                blocks = iter(blocks)
                waiting = next(blocks, None)
                while waiting is not None:
                    following = next(blocks, None)
                    type_code, data, metadata = waiting
                """,
            ),
            (
                "position += size",
                """
                position += size
                waiting = following
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_end_at_a_failure",
        believes="Takes a source that fails for one that has ended",
        fails={"03.4.flow": "swallowed"},
    ),
    Wrong(
        "write_ends_with_a_value_error",
        believes="Takes a block that cannot be had for the end",
        fails={"03.4.flow": "swallowed"},
    ),
    Wrong(
        "write_ends_with_ctrl_c",
        believes="Ends where somebody presses Ctrl-C, and says nothing",
        fails={"03.4.flow": "swallowed"},
    ),
    Wrong(
        "blocks_kept",
        believes="Writes in time, and keeps the parts to add up their sizes at the end",
        fails={"03.4.flow": "held"},
        edits=[
            (
                "for type_code, data, metadata in blocks:",
                """
                start, written = position, []
                for type_code, data, metadata in blocks:
                """,
            ),
            (
                "return position",
                """
                    written.extend(parts)
                return start + sum(map(len, written))
                """,
            ),
        ],
    ),
]
