"""Misconceptions about task 16.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "lookalikes_nothing",
        believes="Returns where it should yield",
        fails={"16.3.places": "nothing", "16.3.held": None},
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
        fails={"16.3.places": "reads-all", "16.3.held": "whole-file"},
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
        fails={"16.3.places": "twice", "16.3.held": None},
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
