"""Misconceptions about task 10.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_other_way_round",
        believes="Writes the level first",
        fails={"10.1.level": "no-pair"},
        edits=[
            (
                """
                (False, 1.5),
                (True, 0),
                (True, 0),
                (False, 0.5),
                (True, 0),
                (True, 0.5),
                """,
                """
                (1.5, False),
                (0, True),
                (0, True),
                (0.5, False),
                (0, True),
                (0.5, True),
                """,
            )
        ],
    ),
    Wrong(
        "trace_more_than_enough",
        believes="Wants more in the bucket than is asked for",
        fails={"10.1.level": "strict"},
        edits=[
            (
                """
                (True, 0),
                (True, 0),
                (False, 0.5),
                """,
                """
                (False, 2),
                (True, 2),
                (True, 1.5),
                """,
            )
        ],
    ),
    Wrong(
        "trace_level_before",
        believes="Notes what is there before the taking",
        fails={"10.1.level": "level-before"},
        edits=[
            (
                """
                (True, 0),
                (True, 0),
                """,
                """
                (True, 2),
                (True, 1),
                """,
            ),
            (
                """
                (True, 0),
                (True, 0.5),
                """,
                """
                (True, 3),
                (True, 1.5),
                """,
            ),
        ],
    ),
    Wrong(
        "trace_starts_empty",
        believes="Takes a new bucket for an empty one",
        fails={"10.1.level": "starts-empty"},
    ),
    Wrong(
        "trace_refused_owes",
        believes="Lets those pay who are turned away",
        fails={"10.1.level": "refused-pays"},
        edits=[
            (
                """
                (False, 1.5),
                (True, 0),
                (True, 0),
                (False, 0.5),
                """,
                """
                (False, -0.5),
                (False, -2),
                (False, -2),
                (False, -2.5),
                """,
            )
        ],
    ),
    Wrong(
        "trace_refused_pays",
        believes="Takes what is there, though it is not enough",
        fails={"10.1.level": "refused-pays"},
        edits=[
            (
                """
                (False, 1.5),
                (True, 0),
                (True, 0),
                (False, 0.5),
                """,
                """
                (False, 0),
                (False, 0),
                (True, 0),
                (False, 0),
                """,
            )
        ],
    ),
    Wrong(
        "trace_whole_tokens",
        believes="Counts whole tokens only",
        fails={"10.1.level": "whole-tokens"},
        edits=[
            (
                "(False, 1.5),",
                """
                (False, 1),
                (False, 1),
                (True, 1),
                """,
            ),
            (
                """
                (False, 0.5),
                (True, 0),
                (True, 0.5),
                """,
                "(True, 0),",
            ),
        ],
    ),
    Wrong(
        "trace_overflows_nothing",
        believes="Saves up during the pause",
        fails={"10.1.level": "overflow"},
        edits=[
            (
                """
                (True, 0),
                (True, 0.5),
                """,
                """
                (True, 13),
                (True, 13.5),
                """,
            )
        ],
    ),
    Wrong(
        "trace_stops",
        believes="Stops before the pause",
        fails={"10.1.level": "stops"},
        edits=[
            (
                """
                (False, 0.5),
                (True, 0),
                (True, 0.5),
                """,
                "",
            )
        ],
    ),
]
