"""Misconceptions about task 15.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "extends_the_leaves",
        believes="Adds to the list that it was given",
        fails={"15.6.twins": "changed"},
        edits=[
            (
                "return [*leaves, *leaves[-again:]] if again < len(leaves) else None",
                """
                if again < len(leaves):
                    leaves.extend(leaves[-again:])
                    return leaves
                """,
            ),
        ],
    ),
    Wrong(
        "never_a_twin",
        believes="Believes that a root belongs to one list",
        fails={"15.6.twins": "none-at-all"},
        edits=[
            ("return [*leaves, *leaves[-again:]] if again < len(leaves) else None", "return None"),
        ],
    ),
    Wrong(
        "odd_alone",
        believes="Looks for a lone node among the leaves alone",
        fails={"15.6.twins": "odd-alone"},
        edits=[
            (
                "return [*leaves, *leaves[-again:]] if again < len(leaves) else None",
                "return [*leaves, leaves[-1]] if again == 1 < len(leaves) else None",
            ),
        ],
    ),
    Wrong(
        "tuple_of_leaves",
        believes="Lays the leaves out as a tuple",
        fails={"15.6.twins": "no-list"},
        edits=[
            (
                "return [*leaves, *leaves[-again:]] if again < len(leaves) else None",
                "return (*leaves, *leaves[-again:]) if again < len(leaves) else None",
            ),
        ],
    ),
    Wrong(
        "twin_of_nothing",
        believes="Gives the empty list for the empty list",
        fails={"15.6.twins": "where-none"},
        edits=[
            (
                "again = len(leaves) & -len(leaves)  # the lowest 1 of the number: so many leaves are below the lowest lone node",
                """
            if not leaves:
                return []
            again = len(leaves) & -len(leaves)
            """,
            ),
        ],
    ),
    Wrong(
        "always_a_twin",
        believes="Doubles a tree in which nobody is alone",
        fails={"15.6.twins": "where-none"},
        edits=[
            (
                "return [*leaves, *leaves[-again:]] if again < len(leaves) else None",
                "return [*leaves, *leaves[-again:]] if leaves else None",
            ),
        ],
    ),
    Wrong(
        "last_leaf_again",
        believes="Repeats the last leaf wherever a node is alone",
        fails={"15.6.twins": "last-leaf"},
        edits=[
            (
                "return [*leaves, *leaves[-again:]] if again < len(leaves) else None",
                "return [*leaves, leaves[-1]] if again < len(leaves) else None",
            ),
        ],
    ),
    Wrong(
        "fills_the_tree",
        believes="Fills the whole tree up, level by level",
        fails={"15.6.twins": "too-long"},
    ),
]
