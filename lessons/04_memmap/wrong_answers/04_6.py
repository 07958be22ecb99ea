"""Misconceptions about task 04.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "first_in_the_middle",
        believes="Gives the byte at which the search ends",
        fails={"04.6.place": "inside", "04.6.looks": "wrong"},
        edits=[
            ("return low", "return (low + size) // 2"),
        ],
    ),
    Wrong(
        "first_of_less",
        believes="Gives the last line that is less",
        fails={"04.6.place": "less", "04.6.looks": "wrong"},
    ),
    Wrong(
        "first_that_it_meets",
        believes="Ends at a line that is equal",
        fails={"04.6.place": "another-equal", "04.6.looks": "wrong"},
        edits=[
            (
                "if line < key:",
                """
                if line == key:
                    return start
                if line < key:
                """,
            ),
        ],
    ),
    Wrong(
        "first_behind_equals",
        believes="Passes lines that are equal",
        fails={"04.6.place": "equal-passed", "04.6.looks": "wrong"},
        edits=[
            ("if line < key:", "if line <= key:"),
        ],
    ),
    Wrong(
        "first_strips",
        believes="Compares lines without the spaces at their ends",
        fails={"04.6.place": "equal-passed"},
        edits=[
            (
                "if line < key:",
                "if line.strip() < key:",
            ),
        ],
    ),
    Wrong(
        "first_a_line_late",
        believes="Takes the end of the line that is not less",
        fails={"04.6.place": "passed", "04.6.looks": "wrong"},
    ),
    Wrong(
        "first_reads_text",
        believes="Compares lines as text",
        fails={"04.6.place": "raised"},
        edits=[
            (
                "if line < key:",
                "if line.decode() < key.decode():",
            ),
        ],
    ),
    Wrong(
        "first_line_by_line",
        believes="Goes from line to line",
        fails={"04.6.looks": "line-by-line"},
    ),
    Wrong(
        "first_asked_twice",
        believes="Looks at each line twice",
        fails={"04.6.looks": "too-many"},
    ),
    Wrong(
        "first_looks_once_more",
        believes="Looks at the line that it has found, to be sure",
        fails={"04.6.looks": "too-many"},
        edits=[("return low", "return line_at(low)[0] if low < size else low")],
    ),
    Wrong(
        "first_in_quarters",
        believes="Leaves a quarter out with each look",
        fails={"04.6.looks": "too-many"},
        edits=[
            ("start, line = line_at((low + high) // 2)", "start, line = line_at(low + (high - low) // 4)"),
        ],
    ),
]
