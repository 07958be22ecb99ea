"""Misconceptions about task 08.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "queues_of_answers",
        believes="Writes the smallest value, not the queue",
        fails={"08.2.queues": "numbers"},
    ),
    Wrong(
        "queues_back_first",
        believes="Writes the newest value first",
        fails={"08.2.queues": "back-first"},
        edits=[
            (
                """
                [3, 8],
                [3, 4],
                """,
                """
                [8, 3],
                [4, 3],
                """,
            ),
            (
                """
                [4, 6],
                [4, 6, 9],
                [6, 7],
                """,
                """
                [6, 4],
                [9, 6, 4],
                [7, 6],
                """,
            ),
        ],
    ),
    Wrong(
        "queues_of_all_values",
        believes="Keeps the last three values, sorted",
        fails={"08.2.queues": "all-kept"},
        edits=[
            (
                """
                [3, 8],
                [3, 4],
                [4],
                [4, 6],
                [4, 6, 9],
                [6, 7],
                """,
                """
                [3, 5, 8],
                [3, 4, 8],
                [4, 4, 8],
                [4, 4, 6],
                [4, 6, 9],
                [6, 7, 9],
                """,
            )
        ],
    ),
    Wrong(
        "queues_keep_larger",
        believes="Keeps every value of the window, in its order",
        fails={"08.2.queues": "larger-kept"},
        edits=[
            (
                """
                [3, 4],
                [4],
                [4, 6],
                """,
                """
                [3, 8, 4],
                [8, 4, 4],
                [4, 4, 6],
                """,
            ),
            ("[6, 7],", "[6, 9, 7],"),
        ],
    ),
    Wrong(
        "queues_slip_at_the_end",
        believes="Lets the 9 stay when the 7 comes",
        fails={"08.2.queues": "larger-kept"},
        edits=[("[6, 7],", "[6, 9, 7],")],
    ),
    Wrong(
        "queues_keep_equal",
        believes="Drops only what is larger",
        fails={"08.2.queues": "equal-kept"},
        edits=[
            (
                """
                [4],
                [4, 6],
                """,
                """
                [4, 4],
                [4, 4, 6],
                """,
            )
        ],
    ),
    Wrong(
        "queues_of_four",
        believes="Lets a value stay for one push too many",
        fails={"08.2.queues": "too-long"},
        edits=[("[4],", "[3, 4],"), ("[6, 7],", "[4, 6, 7],")],
    ),
    Wrong(
        "queues_keep_the_older",
        believes="Keeps the first of two equal values",
        fails={"08.2.queues": "too-early"},
        edits=[
            (
                """
                [4, 6, 9],
                [6, 7],
                """,
                """
                [6, 9],
                [7],
                """,
            )
        ],
    ),
    Wrong(
        "queues_of_two",
        believes="Drops the front a push too early",
        fails={"08.2.queues": "too-early"},
        edits=[
            ("[3, 4],", "[4],"),
            (
                """
                [4, 6, 9],
                [6, 7],
                """,
                """
                [6, 9],
                [7],
                """,
            ),
        ],
    ),
    Wrong(
        "queues_take_the_smaller_alone",
        believes="Puts a value into the queue only where it is smaller than those in it",
        fails={"08.2.queues": "new-one-missing"},
        edits=[("[3, 8],", "[3],")],
    ),
    Wrong(
        "queues_stop",
        believes="Stops when the first value has left",
        fails={"08.2.queues": "stops"},
        edits=[
            (
                """
                [4, 6],
                [4, 6, 9],
                [6, 7],
                """,
                "",
            )
        ],
    ),
]
