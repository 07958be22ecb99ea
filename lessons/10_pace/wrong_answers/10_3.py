"""Misconceptions about task 10.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "next_upside_down",
        believes="Divides what was measured by the target",
        fails={"10.3.settle": "wrong-way", "10.3.limits": "another-size"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = min(2.0, sqrt(seconds / target)) if seconds else 2.0",
            )
        ],
    ),
    Wrong(
        "next_by_ones",
        believes="Adds an item when there was time left, takes one away when there was none",
        fails={"10.3.settle": "by-ones", "10.3.limits": None},
        edits=[
            (
                """
                growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0
                return max(smallest, min(size * growth, largest))
                """,
                "return max(smallest, min(size + (1 if seconds < target else -1), largest))",
            )
        ],
    ),
    Wrong(
        "next_without_brake",
        believes="Trusts one lucky measurement",
        fails={"10.3.settle": "no-brake"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = sqrt(target / seconds) if seconds else 2",
            )
        ],
    ),
    Wrong(
        "next_rounded",
        believes="Returns a whole number of items",
        fails={"10.3.settle": "rounded"},
        edits=[
            (
                """
                growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0
                return max(smallest, min(size * growth, largest))
                """,
                """
                growth = min(2, sqrt(target / seconds)) if seconds else 2
                return max(smallest, min(round(size * growth), largest))
                """,
            )
        ],
    ),
    Wrong(
        "next_without_root",
        believes="Corrects the whole error at once",
        fails={"10.3.settle": "no-root"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = min(2.0, target / seconds) if seconds else 2.0",
            )
        ],
    ),
    Wrong(
        "next_bounds_before_the_root",
        believes="Bounds what stands under the root",
        fails={"10.3.settle": "root-of-two"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = sqrt(min(2.0, target / seconds)) if seconds else 2.0",
            )
        ],
    ),
    Wrong(
        "next_halves_at_most",
        believes="Bounds growth and shrinking alike",
        fails={"10.3.settle": "halved"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = max(0.5, min(2.0, sqrt(target / seconds))) if seconds else 2.0",
            )
        ],
    ),
    Wrong(
        "next_grows_beyond",
        believes="Has no upper limit",
        fails={"10.3.limits": "above"},
        edits=[("return max(smallest, min(size * growth, largest))", "return max(smallest, size * growth)")],
    ),
    Wrong(
        "next_no_time_beyond",
        believes="Doubles where no time has passed, whatever the limits",
        fails={"10.3.limits": "above"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                """
                if not seconds:
                    return 2 * size
                growth = min(2.0, sqrt(target / seconds))
                """,
            )
        ],
    ),
    Wrong(
        "next_shrinks_below",
        believes="Has no lower limit",
        fails={"10.3.limits": "below"},
        edits=[("return max(smallest, min(size * growth, largest))", "return min(size * growth, largest)")],
    ),
    Wrong(
        "next_doubles_at_most",
        believes="Never more than doubles, even where the smallest size is larger",
        fails={"10.3.limits": "below"},
    ),
    Wrong(
        "next_no_time_stays",
        believes="Leaves the size as it is if no time has passed",
        fails={"10.3.limits": "no-time"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 1.0",
            )
        ],
    ),
    Wrong(
        "next_takes_little_for_none",
        believes="Takes less than a millisecond for no time",
        fails={"10.3.limits": "little-time"},
    ),
    Wrong(
        "next_divides_by_nothing",
        believes="Forgets that a batch may take no time",
        fails={"10.3.limits": "raised"},
        edits=[
            (
                "growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0",
                "growth = min(2.0, sqrt(target / seconds))",
            )
        ],
    ),
]
