"""Misconceptions about task 09.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_not_gone_on_with",
        believes="Leaves the trace as it was found",
        fails={"09.1.fate": "unfilled"},
        edits=[
            (
                """
                "drop_oldest": ("ACEG", "H", "BDF"),
                "drop_newest": ("ABCE", "G", "DFH"),
                "block": ("ABCD", "EF", ""),
                """,
                """
                "drop_oldest": ("AC", "D", "B"),
                "drop_newest": ("", "", ""),
                "block": ("", "", ""),
                """,
            )
        ],
    ),
    Wrong(
        "trace_swapped",
        believes="Takes the newest for the oldest",
        fails={"09.1.fate": "swapped"},
        edits=[
            (
                """
                "drop_oldest": ("ACEG", "H", "BDF"),
                "drop_newest": ("ABCE", "G", "DFH"),
                """,
                """
                "drop_oldest": ("ABCE", "G", "DFH"),
                "drop_newest": ("ACEG", "H", "BDF"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_ends_before_the_last_take",
        believes="Ends when G and H have arrived",
        fails={"09.1.fate": "no-last-take"},
        edits=[
            (
                """
                "drop_oldest": ("ACEG", "H", "BDF"),
                "drop_newest": ("ABCE", "G", "DFH"),
                "block": ("ABCD", "EF", ""),
                """,
                """
                "drop_oldest": ("ACE", "GH", "BDF"),
                "drop_newest": ("ABC", "EG", "DFH"),
                "block": ("ABC", "DE", ""),
                """,
            )
        ],
    ),
    Wrong(
        "trace_forgets_the_rest",
        believes="Leaves out what is in the buffer at the end",
        fails={"09.1.fate": "vanished"},
        edits=[('"drop_oldest": ("ACEG", "H", "BDF"),', '"drop_oldest": ("ACEG", "", "BDF"),')],
    ),
    Wrong(
        "trace_counts_the_one_that_goes_twice",
        believes="Leaves a letter that is lost in the buffer",
        fails={"09.1.fate": "twice"},
        edits=[('"drop_newest": ("ABCE", "G", "DFH"),', '"drop_newest": ("ABCE", "GH", "DFH"),')],
    ),
    Wrong(
        "trace_block_loses",
        believes="Lets a blocked writer throw away what it cannot put in",
        fails={"09.1.fate": "block-loses"},
        edits=[('"block": ("ABCD", "EF", ""),', '"block": ("ABCE", "G", "DFH"),')],
    ),
    Wrong(
        "trace_block_unbounded",
        believes="Lets everything in, since nothing is lost",
        fails={"09.1.fate": "block-unbounded"},
        edits=[('"block": ("ABCD", "EF", ""),', '"block": ("ABCD", "EFGH", ""),')],
    ),
    Wrong(
        "trace_takes_the_newest",
        believes="Takes from the end at which letters come in",
        fails={"09.1.fate": "newest-taken"},
        edits=[
            (
                """
                "drop_oldest": ("ACEG", "H", "BDF"),
                "drop_newest": ("ABCE", "G", "DFH"),
                "block": ("ABCD", "EF", ""),
                """,
                """
                "drop_oldest": ("BDFH", "G", "ACE"),
                "drop_newest": ("BCEG", "A", "DFH"),
                "block": ("BCDE", "AF", ""),
                """,
            )
        ],
    ),
    Wrong(
        "trace_drops_the_newest_that_waits",
        believes="Takes the newest to be the newest of those that wait",
        fails={"09.1.fate": "waiting-one-goes"},
        edits=[('"drop_newest": ("ABCE", "G", "DFH"),', '"drop_newest": ("ABDF", "H", "CEG"),')],
    ),
    Wrong(
        "trace_drops_the_newest_that_waits_under_both",
        believes="Takes the oldest to be the one that waits behind the newest",
        fails={"09.1.fate": "against-table"},
        edits=[('"drop_oldest": ("ACEG", "H", "BDF"),', '"drop_oldest": ("ABDF", "H", "CEG"),')],
    ),
    Wrong(
        "trace_block_skips",
        believes="Lets the next letter past the one that waits",
        fails={"09.1.fate": "block-skips"},
        edits=[('"block": ("ABCD", "EF", ""),', '"block": ("ABCE", "GD", ""),')],
    ),
    Wrong(
        "trace_block_leaves_a_place_empty",
        believes="Lets the letter at the door in with the next arrival",
        fails={"09.1.fate": "block-lags"},
        edits=[('"block": ("ABCD", "EF", ""),', '"block": ("ABCD", "E", ""),')],
    ),
]
