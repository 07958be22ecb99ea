"""Misconceptions about task 12.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Stops when A is out",
        fails={"12.1.begin": "stops", "12.1.out": "stops"},
        edits=[
            (
                """
                "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],
                "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
                """,
                """
                "in order": [(0, 4), (0, 4), (1, 4)],
                "as completed": [(0, 4), (0, 1), (1, 3)],
                """,
            )
        ],
    ),
    Wrong(
        "trace_sorted_by_coming_out",
        believes="Writes down whoever comes out next, whichever call that is",
        fails={"12.1.begin": "by-coming-out", "12.1.out": "by-coming-out"},
        edits=[
            (
                '"as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],',
                '"as completed": [(0, 1), (1, 3), (0, 4), (4, 5), (5, 7), (3, 8)],',
            )
        ],
    ),
    Wrong(
        "trace_three_at_once",
        believes="Reads the bound on those ahead as the bound on those in flight",
        fails={"12.1.begin": "all-at-once", "12.1.out": None},
        edits=[
            (
                """
                "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],
                "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
                """,
                """
                "in order": [(0, 4), (0, 4), (0, 4), (4, 9), (4, 9), (4, 9)],
                "as completed": [(0, 4), (0, 1), (0, 2), (1, 6), (2, 3), (3, 5)],
                """,
            )
        ],
    ),
    Wrong(
        "trace_slot_kept",
        believes="Counts a call as in flight until its result is taken",
        fails={"12.1.begin": "slot-kept", "12.1.out": None},
        edits=[
            (
                '"in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],',
                '"in order": [(0, 4), (0, 4), (4, 6), (4, 9), (6, 9), (9, 11)],',
            )
        ],
    ),
    Wrong(
        "trace_no_bound_ahead",
        believes="Forgets that results which wait take room as well",
        fails={"12.1.begin": "no-bound-ahead", "12.1.out": "from-the-wrong-start"},
        edits=[
            (
                '"in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],',
                '"in order": [(0, 4), (0, 4), (1, 4), (3, 8), (4, 8), (5, 8)],',
            )
        ],
    ),
    Wrong(
        "trace_order_everywhere",
        believes="Plays both modes in order",
        fails={"12.1.begin": "order-everywhere", "12.1.out": "order-everywhere"},
        edits=[
            (
                '"as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],',
                '"as completed": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],',
            )
        ],
    ),
    Wrong(
        "trace_begins_with_the_end",
        believes="Has each call begin when another ends, whoever is ahead, in the first seconds",
        fails={"12.1.begin": "early"},
        edits=[
            (
                '"in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],',
                '"in order": [(0, 4), (0, 4), (1, 4), (2, 9), (4, 9), (5, 9)],',
            )
        ],
    ),
    Wrong(
        "trace_waits_for_the_slowest",
        believes="Lets F wait for D, though E has left its place",
        fails={"12.1.begin": "late", "12.1.out": "from-the-wrong-start"},
        edits=[
            (
                """
                "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],
                "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
                """,
                """
                "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (9, 11)],
                "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (8, 10)],
                """,
            )
        ],
    ),
    Wrong(
        "trace_out_at_its_end",
        believes="Lets each result out at the end of its call, in both modes",
        fails={"12.1.out": "not-in-order"},
        edits=[
            (
                '"in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],',
                '"in order": [(0, 4), (0, 1), (1, 3), (4, 9), (4, 5), (5, 7)],',
            )
        ],
    ),
]
