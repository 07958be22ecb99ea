"""Misconceptions about task 00.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Stops after the first name",
        fails={"00.1.once": "stops"},
        edits=[
            (
                """
                "rest": [2, 3],
                "again": [],
                "default": "end",
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "trace_in_quotes",
        believes="Writes what is shown, as text",
        fails={"00.1.once": "as-text"},
        edits=[
            ('"again": [],', '"again": "[]",'),
        ],
    ),
    Wrong(
        "trace_first_in_a_list",
        believes="Takes what `next` gives for a list",
        fails={"00.1.once": "first"},
    ),
    Wrong(
        "trace_begins_anew",
        believes="Believes that a loop begins an iterator anew",
        fails={"00.1.once": "from-the-start"},
        edits=[
            ('"rest": [2, 3],', '"rest": [1, 2, 3],'),
        ],
    ),
    Wrong(
        "trace_reads_again",
        believes="Believes that an iterator can be read twice",
        fails={"00.1.once": "read-again"},
        edits=[
            ('"again": [],', '"again": [2, 3],'),
        ],
    ),
    Wrong(
        "trace_nothing_is_none",
        believes="Takes an empty list for None",
        fails={"00.1.once": "no-list"},
        edits=[
            (
                '"again": [],',
                '"again": None,',
            ),
        ],
    ),
    Wrong(
        "trace_default_unused",
        believes="Takes the end for None",
        fails={"00.1.once": "default-none"},
        edits=[
            ('"default": "end",', '"default": None,'),
        ],
    ),
]
