"""Misconceptions about task 00.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "first_line_never_closes",
        believes="Closes behind the return",
        fails={"00.5.closed": "never"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                return file.readline().removesuffix("\\n")
                file.close()
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_closes_when_read",
        believes="Closes when the line is there",
        fails={"00.5.closed": "open-on-error"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                line = file.readline()
                file.close()
                return line.removesuffix("\\n")
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_expects_exceptions",
        believes="Closes after an Exception, and not when Ctrl-C comes",
        fails={"00.5.closed": "open-on-error"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                try:
                    line = file.readline()
                except Exception:
                    file.close()
                    raise
                file.close()
                return line.removesuffix("\\n")
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_swallows",
        believes="Returns nothing where the file fails",
        fails={"00.5.closed": "swallowed"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    try:
                        return file.readline().removesuffix("\\n")
                    except OSError:
                        return ""
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_swallows_values",
        believes="Takes what cannot be decoded for no line",
        fails={"00.5.closed": "swallowed"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    try:
                        return file.readline().removesuffix("\\n")
                    except ValueError:
                        return ""
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_returns_nothing",
        believes="Reads the line, and returns nothing",
        fails={"00.5.closed": "nothing"},
        edits=[
            ('return file.readline().removesuffix("\\n")', 'file.readline().removesuffix("\\n")'),
        ],
    ),
    Wrong(
        "first_line_none",
        believes="Returns nothing of no line",
        fails={"00.5.closed": "nothing"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    for line in file:
                        return line.removesuffix("\\n")
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_cuts",
        believes="Cuts off the last character, whatever it is",
        fails={"00.5.closed": "newline"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    return file.readline()[:-1]
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_strips",
        believes="Takes all white space away",
        fails={"00.5.closed": "stripped"},
        edits=[
            ('return file.readline().removesuffix("\\n")', "return file.readline().strip()"),
        ],
    ),
    Wrong(
        "first_line_splits",
        believes="Splits at whatever looks like the end of a line",
        fails={"00.5.closed": "stripped"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    return "".join(file.read().splitlines()[:1])
                """,
            ),
        ],
    ),
    Wrong(
        "first_line_not_empty",
        believes="Looks for the first line that holds something",
        fails={"00.5.closed": "empty"},
        edits=[
            (
                """
                with file:
                    return file.readline().removesuffix("\\n")
                """,
                """
                with file:
                    lines = (line for line in file if line != "\\n")
                    return next(lines, "").removesuffix("\\n")
                """,
            ),
        ],
    ),
]
