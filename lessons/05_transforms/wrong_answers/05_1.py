"""Misconceptions about task 05.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "pulled_partly",
        believes="Fills in what is easy",
        fails={"05.1.pulls": "unfilled"},
        edits=[
            (
                """
                "list(zip(range(3), squares()))": 5,
                "list(zip(squares(), range(3)))": 7,
                """,
                """
                "list(zip(range(3), squares()))": ...,
                "list(zip(squares(), range(3)))": ...,
                """,
            )
        ],
    ),
    Wrong(
        "pulled_last_number",
        believes="Writes down the last number that was pulled, not how many",
        fails={"05.1.pulls": "last-number"},
        edits=[
            (
                """
                "next(squares())": 1,
                "list(islice(squares(), 3))": 5,
                "list(squares())": 10,
                "list(takewhile(lambda n: n < 20, squares()))": 7,
                "list(zip(range(3), squares()))": 5,
                "list(zip(squares(), range(3)))": 7,
                """,
                """
                "next(squares())": 0,
                "list(islice(squares(), 3))": 4,
                "list(squares())": 9,
                "list(takewhile(lambda n: n < 20, squares()))": 6,
                "list(zip(range(3), squares()))": 4,
                "list(zip(squares(), range(3)))": 6,
                """,
            )
        ],
    ),
    Wrong(
        "pulled_for_the_second",
        believes="Believes that 0 is not even",
        fails={"05.1.pulls": "second"},
        edits=[
            (
                '"next(squares())": 1,',
                '"next(squares())": 2,',
            ),
        ],
    ),
    Wrong(
        "pulled_answers",
        believes="Counts the answers",
        fails={"05.1.pulls": "answers"},
        edits=[
            (
                """
                "list(islice(squares(), 3))": 5,
                "list(squares())": 10,
                "list(takewhile(lambda n: n < 20, squares()))": 7,
                "list(zip(range(3), squares()))": 5,
                "list(zip(squares(), range(3)))": 7,
                """,
                """
                "list(islice(squares(), 3))": 3,
                "list(squares())": 5,
                "list(takewhile(lambda n: n < 20, squares()))": 3,
                "list(zip(range(3), squares()))": 3,
                "list(zip(squares(), range(3)))": 3,
                """,
            )
        ],
    ),
    Wrong(
        "pulled_stage_by_stage",
        believes="Lets each stage finish before the next begins",
        fails={"05.1.pulls": "all-at-once"},
        edits=[
            (
                """
                "next(squares())": 1,
                "list(islice(squares(), 3))": 5,
                """,
                """
                "next(squares())": 10,
                "list(islice(squares(), 3))": 10,
                """,
            ),
            (
                """
                "list(takewhile(lambda n: n < 20, squares()))": 7,
                "list(zip(range(3), squares()))": 5,
                "list(zip(squares(), range(3)))": 7,
                """,
                """
                "list(takewhile(lambda n: n < 20, squares()))": 10,
                "list(zip(range(3), squares()))": 10,
                "list(zip(squares(), range(3)))": 10,
                """,
            ),
        ],
    ),
    Wrong(
        "pulled_until_the_next",
        believes="A count needs to see one more",
        fails={"05.1.pulls": "one-too-many"},
        edits=[
            ('"list(islice(squares(), 3))": 5,', '"list(islice(squares(), 3))": 7,'),
            ('"list(zip(range(3), squares()))": 5,', '"list(zip(range(3), squares()))": 7,'),
        ],
    ),
    Wrong(
        "pulled_to_the_last_answer",
        believes="Stops counting at the last answer",
        fails={"05.1.pulls": "end-unseen"},
        edits=[('"list(squares())": 10,', '"list(squares())": 9,')],
    ),
    Wrong(
        "pulled_up_to_the_failing",
        believes="Lets `takewhile` see the number before the one that fails",
        fails={"05.1.pulls": "condition-unseen"},
        edits=[
            ('"list(takewhile(lambda n: n < 20, squares()))": 7,', '"list(takewhile(lambda n: n < 20, squares()))": 6,')
        ],
    ),
    Wrong(
        "pulled_without_a_look",
        believes="`takewhile` knows before it looks",
        fails={"05.1.pulls": "condition-unseen"},
        edits=[
            ('"list(takewhile(lambda n: n < 20, squares()))": 7,', '"list(takewhile(lambda n: n < 20, squares()))": 5,')
        ],
    ),
    Wrong(
        "pulled_takewhile_as_filter",
        believes="Takes `takewhile` for a filter, which looks at everything",
        fails={"05.1.pulls": "condition-goes-on"},
        edits=[
            (
                '"list(takewhile(lambda n: n < 20, squares()))": 7,',
                '"list(takewhile(lambda n: n < 20, squares()))": 10,',
            )
        ],
    ),
    Wrong(
        "pulled_zip_in_step",
        believes="`zip` looks at all its sources first",
        fails={"05.1.pulls": "zip"},
        edits=[('"list(zip(squares(), range(3)))": 7,', '"list(zip(squares(), range(3)))": 5,')],
    ),
]
