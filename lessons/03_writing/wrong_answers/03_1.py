"""Misconceptions about task 03.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "writes_without_headers",
        believes="Takes a block for its data and metadata",
        fails={"03.1.places": "no-header"},
        edits=[
            (
                """
                ("block", 444, 474),
                ("block", 918, 402),
                ("index", 1320, 48),
                ("footer", 1368, 48),
                """,
                """
                ("block", 444, 102),
                ("block", 546, 30),
                ("index", 576, 48),
                ("footer", 624, 48),
                """,
            )
        ],
    ),
    Wrong(
        "writes_without_metadata",
        believes="Forgets that `{}` takes two bytes",
        fails={"03.1.places": "no-metadata"},
        edits=[
            (
                """
                ("block", 444, 474),
                ("block", 918, 402),
                ("index", 1320, 48),
                ("footer", 1368, 48),
                """,
                """
                ("block", 444, 472),
                ("block", 916, 400),
                ("index", 1316, 48),
                ("footer", 1364, 48),
                """,
            )
        ],
    ),
    Wrong(
        "writes_count_from_the_header",
        believes="Counts from the end of the header",
        fails={"03.1.places": "from-the-header"},
        edits=[
            (
                """
                ("block", 444, 474),
                ("block", 918, 402),
                ("index", 1320, 48),
                ("footer", 1368, 48),
                """,
                """
                ("block", 0, 474),
                ("block", 474, 402),
                ("index", 876, 48),
                ("footer", 924, 48),
                """,
            ),
        ],
    ),
    Wrong(
        "writes_one_entry",
        believes="Gives the index one entry for all blocks",
        fails={"03.1.places": "one-entry"},
        edits=[
            (
                """
                ("index", 1320, 48),
                ("footer", 1368, 48),
                """,
                """
                ("index", 1320, 24),
                ("footer", 1344, 48),
                """,
            )
        ],
    ),
    Wrong(
        "writes_no_second_visit",
        believes="The header is done when there is room for it",
        fails={"03.1.places": "too-few"},
        edits=[('("header", 0, 444),', "")],
    ),
    Wrong(
        "writes_without_index",
        believes="Leaves the index out",
        fails={"03.1.places": "too-few"},
        edits=[
            (
                """
                ("index", 1320, 48),
                ("footer", 1368, 48),
                """,
                '("footer", 1320, 48),',
            ),
        ],
    ),
    Wrong(
        "writes_header_behind",
        believes="Appends the header, as one appends to a list",
        fails={"03.1.places": "header-behind"},
        edits=[('("header", 0, 444),', '("header", 1416, 444),')],
    ),
    Wrong(
        "writes_a_small_header",
        believes="Takes the header of a block for that of the file",
        fails={"03.1.places": "last-sizes"},
        edits=[
            (
                '("header", 0, 444),',
                '("header", 0, 372),',
            ),
        ],
    ),
]
