"""Misconceptions about task 16.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "lookalikes_nothing",
        believes="Returns where it should yield",
        fails={"16.3.places": "nothing", "16.3.held": None},
    ),
    Wrong(
        "lookalikes_apart",
        believes="Takes no place within another",
        fails={"16.3.places": "overlap"},
    ),
    Wrong(
        "lookalikes_until_quiet",
        believes="Takes a window without a place for the end",
        fails={"16.3.places": "stops"},
    ),
    Wrong(
        "lookalikes_no_last",
        believes="Takes the last 16 bytes for the rest of a window",
        fails={"16.3.places": "last"},
        edits=[
            (
                "for base in range(start, end, stride):",
                "for base in range(start, end - BLOCK_START, stride):",
            ),
        ],
    ),
    Wrong(
        "lookalikes_in_even_strides",
        believes="Lets windows begin at multiples of the stride",
        fails={"16.3.places": "outside"},
        edits=[
            (
                "for base in range(start, end, stride):",
                "for base in range(start - start % stride, end, stride):",
            ),
        ],
    ),
    Wrong(
        "lookalikes_in_the_window",
        believes="Counts from the beginning of the window",
        fails={"16.3.places": "counted-from-the-window"},
        edits=[
            ("yield base + match.start()", "yield base - start + match.start()"),
        ],
    ),
    Wrong(
        "lookalikes_no_overlap",
        believes="Lets windows meet without overlap",
        fails={"16.3.places": "border-lost"},
        edits=[
            (
                "beginning = window(base, min(stride + BLOCK_START, end - base))",
                "beginning = window(base, min(stride, end - base))",
            ),
        ],
    ),
    Wrong(
        "lookalikes_whole",
        believes="Reads the whole file",
        fails={"16.3.places": "reads-all", "16.3.held": "too-much"},
    ),
    Wrong(
        "lookalikes_two_strides",
        believes="Lets windows overlap by half",
        fails={"16.3.places": "reads-all", "16.3.held": "too-much"},
        edits=[
            (
                "beginning = window(base, min(stride + BLOCK_START, end - base))",
                "beginning = window(base, min(2 * stride + BLOCK_START, end - base))",
            ),
        ],
    ),
    Wrong(
        "lookalikes_twice",
        believes="Tells what it sees in each window",
        fails={"16.3.places": "twice", "16.3.held": "other-places"},
        edits=[
            ("if match.start() < stride:  # else the next window has it as well", "if match.start() <= stride:"),
        ],
    ),
    Wrong(
        "lookalikes_behind_the_end",
        believes="Asks for full windows, also at the end",
        fails={"16.3.places": None, "16.3.held": "behind-the-end"},
        edits=[
            (
                "beginning = window(base, min(stride + BLOCK_START, end - base))",
                "beginning = window(base, stride + BLOCK_START)",
            ),
        ],
    ),
    Wrong(
        "lookalikes_of_bytes",
        believes="Takes a window for bytes, which may be a view",
        fails={"16.3.places": None},
        edits=[
            (
                "for match in LOOKS_LIKE_A_BLOCK.finditer(beginning):",
                "for match in LOOKS_LIKE_A_BLOCK.finditer(beginning.ljust(BLOCK_START)):",
            ),
        ],
    ),
    Wrong(
        "lookalikes_in_a_list",
        believes="Gathers all places first",
        fails={"16.3.held": "all-first"},
    ),
    Wrong(
        "lookalikes_in_a_global",
        believes="Keeps the place in a global name",
        fails={"16.3.held": "shared"},
    ),
]
