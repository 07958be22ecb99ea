"""Misconceptions about task 00.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "evens_ends",
        believes="Returns at the first odd number",
        fails={"00.4.waits": "nothing"},
        edits=[
            (
                """
                if number % 2 == 0:
                    yield number
                """,
                """
                if number % 2:
                    return
                yield number
                """,
            ),
        ],
    ),
    Wrong(
        "evens_are_odd",
        believes="Takes the rest for the answer",
        fails={"00.4.waits": "odd"},
        edits=[
            ("if number % 2 == 0:", "if number % 2:"),
        ],
    ),
    Wrong(
        "evens_one_ahead",
        believes="Takes the first number when it is called",
        fails={"00.4.waits": "early"},
    ),
    Wrong(
        "evens_in_a_list",
        believes="Makes a list first",
        fails={"00.4.waits": "all-first"},
        edits=[
            ("for number in numbers:", "for number in list(numbers):"),
        ],
    ),
    Wrong(
        "evens_without_zero",
        believes="Asks whether there is a number",
        fails={"00.4.waits": "zero-lost"},
        edits=[
            ("if number % 2 == 0:", "if number and number % 2 == 0:"),
        ],
    ),
    Wrong(
        "evens_end_at_zero",
        believes="Ends where a number is falsy",
        fails={"00.4.waits": "zero-lost"},
    ),
    Wrong(
        "evens_once",
        believes="Keeps each number once",
        fails={"00.4.waits": "repeat-lost"},
    ),
    Wrong(
        "evens_above_zero",
        believes="Takes what is below 0 for no number",
        fails={"00.4.waits": "negative-lost"},
        edits=[
            (
                "if number % 2 == 0:",
                "if number >= 0 and number % 2 == 0:",
            ),
        ],
    ),
    Wrong(
        "evens_of_one_source",
        believes="Keeps the source in a global name",
        fails={"00.4.waits": "shared"},
    ),
    Wrong(
        "evens_in_evens",
        believes="Calls itself for each number, and runs out of stack",
        fails={"00.4.waits": "raised"},
    ),
]
