"""Misconceptions about task 06.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_other_way_round",
        believes="Writes the items first",
        fails={"06.1.moments": "no-pair"},
        edits=[
            (
                """
                (55, "DE"),
                (90, "FG"),
                (100, "H"),
                """,
                """
                ("DE", 55),
                ("FG", 90),
                ("H", 100),
                """,
            )
        ],
    ),
    Wrong(
        "trace_forgets_last",
        believes="Ends with the last batch that was due",
        fails={"06.1.moments": "last-lost"},
        edits=[('(100, "H"),', "")],
    ),
    Wrong(
        "trace_stops",
        believes="Stops after the first batch that is due",
        fails={"06.1.moments": "stops"},
        edits=[
            (
                """
                (90, "FG"),
                (100, "H"),
                """,
                "",
            )
        ],
    ),
    Wrong(
        "trace_last_waits",
        believes="Has the last item wait for its alarm, although nothing can come",
        fails={"06.1.moments": "last-waits"},
        edits=[('(100, "H"),', '(125, "H"),')],
    ),
    Wrong(
        "trace_newest_sets_alarm",
        believes="Has every item set the alarm anew",
        fails={"06.1.moments": "newest"},
        edits=[
            (
                """
                (55, "DE"),
                (90, "FG"),
                (100, "H"),
                """,
                """
                (70, "DEF"),
                (119, "GH"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_counts_from_last_batch",
        believes="Counts the time from the batch before",
        fails={"06.1.moments": "since-last-batch"},
        edits=[
            (
                """
                (55, "DE"),
                (90, "FG"),
                (100, "H"),
                """,
                """
                (50, "DE"),
                (80, "F"),
                (100, "GH"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_on_arrival",
        believes="Looks at the clock when an item comes",
        fails={"06.1.moments": "on-arrival"},
        edits=[
            (
                """
                (55, "DE"),
                (90, "FG"),
                (100, "H"),
                """,
                """
                (60, "DEF"),
                (100, "GH"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_size_first",
        believes="Waits for a full batch whenever one is near",
        fails={"06.1.moments": "size-first"},
        edits=[
            (
                """
                (90, "FG"),
                (100, "H"),
                """,
                '(95, "FGH"),',
            )
        ],
    ),
    Wrong(
        "trace_leaves_behind",
        believes="Sends the item off that is due, and no other with it",
        fails={"06.1.moments": "left-behind"},
        edits=[
            (
                """
                (90, "FG"),
                (100, "H"),
                """,
                """
                (90, "F"),
                (100, "GH"),
                """,
            )
        ],
    ),
]
