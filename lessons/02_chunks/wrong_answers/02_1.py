"""Misconceptions about task 02.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "full_shares_its_rest",
        believes="Keeps what is left of a read where every call sees it",
        fails={"02.1.full": "shared", "02.1.lazy": "ahead"},
    ),
    Wrong(
        "full_reuses_its_buffer",
        believes="Clears one buffer, and fills it again",
        fails={"02.1.full": "reused"},
    ),
    Wrong(
        "full_one_view",
        believes="Gives a view of its one buffer",
        fails={"02.1.full": "reused"},
    ),
    Wrong(
        "full_of_text",
        believes="Makes text of what was read",
        fails={"02.1.full": "text"},
    ),
    Wrong(
        "full_equal_once",
        believes="Leaves out a chunk of letters that is like the one before",
        fails={"02.1.full": "equal-once"},
    ),
    Wrong(
        "full_ends_at_white_space",
        believes="Takes a blank line for the end",
        fails={"02.1.full": "white-is-end"},
    ),
    Wrong(
        "full_waits_for_all",
        believes="Yields when a read gives nothing and a chunk is full",
        fails={"02.1.full": "nothing", "02.1.lazy": "runaway"},
    ),
    Wrong(
        "full_yields_nothing_last",
        believes="Yields what is left at the end, also when nothing is",
        fails={"02.1.full": "empty-chunk"},
        edits=[("if parts:", "if size:")],
    ),
    Wrong(
        "full_as_they_come",
        believes="Takes a read for a chunk",
        fails={"02.1.full": "as-they-come"},
    ),
    Wrong(
        "full_eight_parts",
        believes="Trusts that eight parts fill every chunk",
        fails={"02.1.full": "as-they-come"},
    ),
    Wrong(
        "full_of_four",
        believes="Chunks have four bytes, as in the table",
        fails={"02.1.full": "another-size"},
    ),
    Wrong(
        "full_pads_the_last",
        believes="Every chunk has `size` bytes, with zeros where the file has none",
        fails={"02.1.full": "padded"},
        edits=[
            (
                """
                if parts:
                    yield b"".join(parts)
                """,
                """
                if parts:
                    yield b"".join(parts).ljust(size, b"\\0")
                """,
            )
        ],
    ),
    Wrong(
        "full_asks_again",
        believes="Asks for a whole chunk again when a part of it is missing",
        fails={"02.1.full": "too-long"},
    ),
    Wrong(
        "full_drops_rest",
        believes="Yields full chunks, and forgets the last one",
        fails={"02.1.full": "rest-lost"},
        edits=[("if parts:", "if not missing:")],
    ),
    Wrong(
        "full_short_is_end",
        believes="Takes a short read for the end of the file",
        fails={"02.1.full": "short-is-end"},
    ),
    Wrong(
        "full_reads_at_the_call",
        believes="Reads the first bytes when it is called",
        fails={"02.1.lazy": "at-the-call"},
    ),
    Wrong(
        "full_reads_ahead",
        believes="Cuts chunks from a buffer that is filled by the chunk",
        fails={"02.1.lazy": "ahead"},
    ),
    Wrong(
        "full_calls_itself",
        believes="Calls itself for every chunk, and runs out of stack",
        fails={"02.1.lazy": "raised"},
    ),
    Wrong(
        "full_reads_all",
        believes="Reads to the end, then cuts",
        fails={"02.1.lazy": "runaway"},
    ),
]
