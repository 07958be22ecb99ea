"""Misconceptions about task 13.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "points_in_shared_counts",
        believes="Keeps the counts of all runs in one place",
        fails={"13.6.points": "shared"},
    ),
    Wrong(
        "points_of_one_value",
        believes="Adds what a step makes, and forgets the value that it used up",
        fails={"13.6.points": "nothing", "13.6.held": "wrong"},
        edits=[
            ("left[item] = left.get(item, 1) - 1 + made", "left[item] = left.get(item, 1) + made"),
        ],
    ),
    Wrong(
        "points_at_the_end",
        believes="Reads all steps first",
        fails={"13.6.points": "all-read", "13.6.held": "kept"},
        edits=[
            ("for item, made in steps:", "for item, made in list(steps):"),
        ],
    ),
    Wrong(
        "points_at_each_step",
        believes="Says with each step where it is",
        fails={"13.6.points": "unmoved", "13.6.held": "wrong"},
        edits=[
            (
                """
                if point > before:
                    yield point
                """,
                "yield point",
            ),
        ],
    ),
    Wrong(
        "points_item_by_item",
        believes="Yields each item that the point passes",
        fails={"13.6.points": "each-step-of-it", "13.6.held": "wrong"},
        edits=[
            (
                "point += 1",
                """
                point += 1
                yield point
                """,
            ),
            (
                """
                if point > before:
                    yield point
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "points_first_value_counts",
        believes="Takes an item for done with the first value that goes nowhere",
        fails={"13.6.points": "first-value"},
        edits=[
            ("left[item] = left.get(item, 1) - 1 + made", "left[item] = made"),
        ],
    ),
    Wrong(
        "points_count_done",
        believes="Counts the items that are done",
        fails={"13.6.points": "counted", "13.6.held": "wrong"},
    ),
    Wrong(
        "points_largest",
        believes="Takes the largest item that is done",
        fails={"13.6.points": "past-it"},
    ),
    Wrong(
        "points_a_step_late",
        believes="Yields a point when the next step is there",
        fails={"13.6.points": "late"},
    ),
    Wrong(
        "points_one_step",
        believes="Moves by one item a step",
        fails={"13.6.points": "one-at-a-time", "13.6.held": None},
        edits=[
            ("while left.get(point) == 0:", "if left.get(point) == 0:"),
        ],
    ),
    Wrong(
        "points_name_the_item",
        believes="Yields the last item that is done",
        fails={"13.6.points": "numbers"},
        edits=[("yield point", "yield point - 1")],
    ),
    Wrong(
        "points_leap_by_recursion",
        believes="Calls itself for each item that the point passes",
        fails={"13.6.points": "raised"},
    ),
    Wrong(
        "points_kept",
        believes="Keeps the counts of all items",
        fails={"13.6.held": "kept"},
        edits=[
            ("del left[point]", ""),
        ],
    ),
]
