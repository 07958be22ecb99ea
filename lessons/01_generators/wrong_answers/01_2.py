"""Misconceptions about task 01.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "walk_takes_letters",
        believes="Takes any letters for a type, and nothing else",
        fails={"01.2.steps": "any-type"},
        edits=[
            (
                "if kind not in KNOWN_TYPES and not any_type:",
                "if kind not in KNOWN_TYPES and not (any_type and kind.isalpha()):",
            ),
        ],
    ),
    Wrong(
        "walk_ignores_any_type",
        believes="Has the argument, and does not use it",
        fails={"01.2.steps": "any-type", "01.2.ends": "any-type"},
        edits=[("if kind not in KNOWN_TYPES and not any_type:", "if kind not in KNOWN_TYPES:")],
    ),
    Wrong(
        "walk_asks_backwards",
        believes="Goes on while fewer bytes are left than a header has",
        fails={"01.2.steps": "nothing", "01.2.ends": "first-missing", "01.2.lazy": None},
        edits=[("while position + HEADER_SIZE <= len(buffer):", "while position + HEADER_SIZE > len(buffer):")],
    ),
    Wrong(
        "walk_stays",
        believes="Forgets that a generator goes on behind its `yield`, where nobody has moved the position",
        fails={"01.2.steps": "stays", "01.2.ends": "stuck", "01.2.lazy": None},
        edits=[("position += size", "continue")],
    ),
    Wrong(
        "walk_knows_seven_types",
        believes="Writes the types down once more, and forgets one",
        fails={"01.2.steps": "known-type"},
        edits=[
            (
                "if kind not in KNOWN_TYPES and not any_type:",
                'if kind not in (b"TEXT", b"EMBD", b"IMAG", b"AUDI", b"VIDE", b"KNOW", b"META") and not any_type:',
            )
        ],
    ),
    Wrong(
        "walk_misses_last",
        believes="Stops when what is left is no longer than a header",
        fails={"01.2.steps": "last-missing"},
        edits=[("while position + HEADER_SIZE <= len(buffer):", "while position + HEADER_SIZE < len(buffer):")],
    ),
    Wrong(
        "walk_moves_first",
        believes="Moves on before the yield, and yields where the next block begins",
        fails={"01.2.steps": "moved-first", "01.2.lazy": None},
        edits=[("yield position, size", ""), ("position += size", "position += size\nyield position, size")],
    ),
    Wrong(
        "walk_yields_data_size",
        believes="Yields the size of the data without its header",
        fails={"01.2.steps": "data-size", "01.2.ends": None, "01.2.lazy": None},
        edits=[("yield position, size", "yield position, size - HEADER_SIZE")],
    ),
    Wrong(
        "walk_adds_header",
        believes="Takes the size for the size of the data, and adds the header to get on",
        fails={"01.2.steps": "header-twice", "01.2.lazy": None},
        edits=[("position += size", "position += HEADER_SIZE + size")],
    ),
    Wrong(
        "walk_of_even_blocks",
        believes="Believes that blocks begin at even positions",
        fails={"01.2.steps": "header-twice"},
        edits=[
            (
                "position += size",
                "position += size + size % 2",
            ),
        ],
    ),
    Wrong(
        "walk_of_a_thousand",
        believes="Guards against walking for ever with a number of steps that is large enough",
        fails={"01.2.steps": "thousands"},
        edits=[
            (
                "while position + HEADER_SIZE <= len(buffer):",
                """
                for _ in range(1000):
                    if position + HEADER_SIZE > len(buffer):
                        return
                """,
            )
        ],
    ),
    Wrong(
        "walk_shares_position",
        believes="Keeps the position where every walk sees it",
        fails={"01.2.steps": "shared"},
    ),
    Wrong(
        "walk_shares_a_buffer",
        believes="Keeps the position with the buffer, for all who walk through it",
        fails={"01.2.steps": "shared"},
    ),
    Wrong(
        "walk_recursive",
        believes="Lets each block call a walk of what lies behind it, however many there are",
        fails={"01.2.steps": "raised"},
    ),
    Wrong(
        "walk_reads_types_as_text",
        believes="Four letters are text, whatever lies there",
        fails={"01.2.steps": "raised", "01.2.ends": "raised"},
        edits=[
            (
                "if kind not in KNOWN_TYPES and not any_type:",
                "if kind.decode() not in {known.decode() for known in KNOWN_TYPES} and not any_type:",
            )
        ],
    ),
    Wrong(
        "walk_trusts_size",
        believes="Asks whether the block is all there, but not whether its size makes sense",
        fails={"01.2.ends": "stuck"},
        edits=[("if size < HEADER_SIZE or position + size > len(buffer):", "if position + size > len(buffer):")],
    ),
    Wrong(
        "walk_trusts_end",
        believes="Yields a block whose end is not there",
        fails={"01.2.ends": "not-whole"},
        edits=[("if size < HEADER_SIZE or position + size > len(buffer):", "if size < HEADER_SIZE:")],
    ),
    Wrong(
        "walk_refuses_zero_only",
        believes="Knows that a size of 0 never ends, and takes any other",
        fails={"01.2.ends": "no-header"},
        edits=[
            (
                "if size < HEADER_SIZE or position + size > len(buffer):",
                "if size == 0 or position + size > len(buffer):",
            )
        ],
    ),
    Wrong(
        "walk_passes_over",
        believes="Passes over a block of an unknown type, and trusts the size that it says",
        fails={"01.2.ends": "passed-over"},
        edits=[
            (
                """
                if kind not in KNOWN_TYPES and not any_type:
                    return
                yield position, size
                """,
                """
                if kind in KNOWN_TYPES or any_type:
                    yield position, size
                """,
            )
        ],
    ),
    Wrong(
        "walk_takes_small_letters",
        believes="Letters are letters, small or capital",
        fails={"01.2.ends": "unknown-type"},
        edits=[
            ("if kind not in KNOWN_TYPES and not any_type:", "if kind.upper() not in KNOWN_TYPES and not any_type:")
        ],
    ),
    Wrong(
        "walk_looks_into_a_row",
        believes="Writes the known types into one row, and looks whether the four bytes are a part of it",
        fails={"01.2.ends": "unknown-type"},
        edits=[
            (
                "if kind not in KNOWN_TYPES and not any_type:",
                'if kind not in b" ".join(sorted(KNOWN_TYPES)) and not any_type:',
            )
        ],
    ),
    Wrong(
        "walk_takes_any_type",
        believes="Never looks at the type, and takes what lies behind the blocks for one",
        fails={"01.2.ends": "unknown-type"},
        edits=[("if kind not in KNOWN_TYPES and not any_type:", "if not kind:")],
    ),
    Wrong(
        "walk_learns_types",
        believes="Adds a type that somebody allowed once to those that are known",
        fails={"01.2.ends": "unknown-type"},
        edits=[
            (
                "if kind not in KNOWN_TYPES and not any_type:",
                """
                if any_type:
                    KNOWN_TYPES.add(kind)
                if kind not in KNOWN_TYPES:
                """,
            )
        ],
    ),
    Wrong(
        "walk_takes_any_block",
        believes="Takes `any_type` for leave to pass by every rule but the smallest size",
        fails={"01.2.ends": "any-block"},
        edits=[
            (
                "if size < HEADER_SIZE or position + size > len(buffer):",
                "if size < HEADER_SIZE or (position + size > len(buffer) and not any_type):",
            )
        ],
    ),
    Wrong(
        "walk_reads_past_the_end",
        believes="Asks only whether anything is left, and reads a header that is not all there",
        fails={"01.2.ends": "raised"},
        edits=[("while position + HEADER_SIZE <= len(buffer):", "while position < len(buffer):")],
    ),
    Wrong(
        "walk_looks_at_the_call",
        believes="Reads the first header when it is called",
        fails={"01.2.lazy": "at-the-call"},
    ),
    Wrong(
        "walk_returns_list",
        believes="Collects all blocks, and returns them at the end",
        fails={"01.2.lazy": "at-the-call"},
    ),
    Wrong(
        "walk_looks_ahead",
        believes="Reads the next header before it gives this block",
        fails={"01.2.lazy": "looked-ahead"},
    ),
    Wrong(
        "walk_cuts_the_front_off",
        believes="A buffer without its first block is a buffer like the first",
        fails={"01.2.lazy": "copied"},
        edits=[
            ("position = 0", "position, passed = 0, 0"),
            ("yield position, size", "yield passed, size"),
            ("position += size", "passed, buffer = passed + size, buffer[size:]"),
        ],
    ),
]
