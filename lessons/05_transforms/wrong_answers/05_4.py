"""Misconceptions about task 05.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "choice_unmeasured",
        believes="Chooses, and does not measure",
        fails={"05.4.choice": "unfilled"},
        edits=[
            (
                """
                "lines pulled": 97,
                "lines split": 8,
                "lines split in the other": 97,
                """,
                """
                "lines pulled": ...,
                "lines split": ...,
                "lines split in the other": ...,
                """,
            )
        ],
    ),
    Wrong(
        "choice_small_letter",
        believes="Writes the order in small letters",
        fails={"05.4.choice": "no-order"},
        edits=[('"order": "D",', '"order": "d",')],
    ),
    Wrong(
        "choice_takes_lines",
        believes="Takes ten lines as early as can be",
        fails={"05.4.choice": "too-many"},
        edits=[
            (
                """
                "order": "D",
                "lines pulled": 97,
                "lines split": 8,
                """,
                """
                "order": "B",
                "lines pulled": 152,
                "lines split": 10,
                """,
            )
        ],
    ),
    Wrong(
        "choice_takes_changes",
        believes="Takes ten changes, wherever they are",
        fails={"05.4.choice": "too-few"},
        edits=[
            (
                """
                "order": "D",
                "lines pulled": 97,
                "lines split": 8,
                "lines split in the other": 97,
                """,
                """
                "order": "C",
                "lines pulled": 47,
                "lines split": 5,
                "lines split in the other": 8,
                """,
            )
        ],
    ),
    Wrong(
        "choice_splits_all",
        believes="Takes the order with the fewest stages",
        fails={"05.4.choice": "splits-all"},
        edits=[
            (
                """
                "order": "D",
                "lines pulled": 97,
                "lines split": 8,
                "lines split in the other": 97,
                """,
                """
                "order": "A",
                "lines pulled": 97,
                "lines split": 97,
                "lines split in the other": 8,
                """,
            )
        ],
    ),
    Wrong(
        "choice_counts_changes",
        believes="Reads off what comes out of the splitting",
        fails={"05.4.choice": "changes"},
        edits=[
            (
                """
                "lines split": 8,
                "lines split in the other": 97,
                """,
                """
                "lines split": 22,
                "lines split in the other": 341,
                """,
            )
        ],
    ),
    Wrong(
        "choice_guessed",
        believes="All lines are read",
        fails={"05.4.choice": "numbers"},
        edits=[
            (
                """
                "lines pulled": 97,
                "lines split": 8,
                "lines split in the other": 97,
                """,
                """
                "lines pulled": 1637,
                "lines split": 8,
                "lines split in the other": 1637,
                """,
            )
        ],
    ),
]
