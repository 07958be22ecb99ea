"""Misconceptions about task 01.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "lines_counted_first",
        believes="Reads the lines to count them, and expects to find them again",
        fails={"01.3.closed": "nothing", "01.3.lazy": "nothing"},
        edits=[("for line in file:", "for line in file if file.readlines() else ():")],
    ),
    Wrong(
        "lines_closes_too_early",
        believes="Leaves the `with` block before it yields",
        fails={"01.3.closed": "too-early", "01.3.lazy": "read-all"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                with open_file() as file:
                    lines = list(file)
                for line in lines:
                    yield line.removesuffix("\n")
                """,
            )
        ],
    ),
    Wrong(
        "lines_read_one",
        believes="Reads one line, and is done",
        fails={"01.3.closed": "missing", "01.3.lazy": "empty-line"},
        edits=[
            (
                """
                for line in file:
                    yield line.removesuffix("\\n")
                """,
                'yield file.readline().removesuffix("\\n")',
            ),
        ],
    ),
    Wrong(
        "lines_swallow_the_error",
        believes="Ends quietly when reading fails",
        fails={"01.3.closed": "swallowed"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                with open_file() as file:
                    try:
                        for line in file:
                            yield line.removesuffix("\n")
                    except OSError:
                        return
                """,
            )
        ],
    ),
    Wrong(
        "lines_swallow_values",
        believes="Takes what cannot be decoded for the end",
        fails={"01.3.closed": "swallowed"},
        edits=[
            (
                """
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\\n")
                """,
                """
                with open_file() as file:
                    try:
                        for line in file:
                            yield line.removesuffix("\\n")
                    except ValueError:
                        return
                """,
            ),
        ],
    ),
    Wrong(
        "lines_swallow_the_opening",
        believes="Reads nothing where there is no file",
        fails={"01.3.closed": "swallowed"},
        edits=[
            (
                """
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\\n")
                """,
                """
                try:
                    file = open_file()
                except OSError:
                    return
                with file:
                    for line in file:
                        yield line.removesuffix("\\n")
                """,
            ),
        ],
    ),
    Wrong(
        "lines_leave_it_open",
        believes="Trusts the garbage collector to close the file",
        fails={"01.3.closed": "never"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                for line in open_file():
                    yield line.removesuffix("\n")
                """,
            )
        ],
    ),
    Wrong(
        "lines_open_it_twice",
        believes="Opens the file once more, to ask whether it can be read",
        fails={"01.3.closed": "never"},
        edits=[("with open_file() as file:", "with open_file() if open_file().readable() else None as file:")],
    ),
    Wrong(
        "lines_catches_exceptions",
        believes="Takes leaving early for an `Exception`",
        fails={"01.3.closed": "early-exit"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                file = open_file()
                try:
                    for line in file:
                        yield line.removesuffix("\n")
                except Exception:
                    file.close()
                    raise
                file.close()
                """,
            )
        ],
    ),
    Wrong(
        "lines_closes_at_the_end",
        believes="Reads line by line, and closes the file when there are no more",
        fails={"01.3.closed": "early-exit"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                file = open_file()
                for line in file:
                    yield line.removesuffix("\n")
                file.close()
                """,
            )
        ],
    ),
    Wrong(
        "lines_expects_exit_only",
        believes="Closes when the consumer leaves, but not when reading fails",
        fails={"01.3.closed": "failure"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                file = open_file()
                try:
                    for line in file:
                        yield line.removesuffix("\n")
                except GeneratorExit:
                    file.close()
                    raise
                file.close()
                """,
            )
        ],
    ),
    Wrong(
        "lines_know_the_exits",
        believes="Lists what may come, and forgets Ctrl-C",
        fails={"01.3.closed": "failure"},
        edits=[
            (
                """
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\\n")
                """,
                """
                file = open_file()
                try:
                    for line in file:
                        yield line.removesuffix("\\n")
                except (Exception, GeneratorExit):
                    file.close()
                    raise
                file.close()
                """,
            ),
        ],
    ),
    Wrong(
        "lines_open_at_the_call",
        believes="Opens the file when it is called, and reads it in a generator within",
        fails={"01.3.closed": "opened-early"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                file = open_file()

                def lines():
                    with file:
                        for line in file:
                            yield line.removesuffix("\n")

                return lines()
                """,
            )
        ],
    ),
    Wrong(
        "lines_reads_all",
        believes="Closes properly, but reads everything first",
        fails={"01.3.lazy": "read-all"},
        edits=[("for line in file:", "for line in list(file):")],
    ),
    Wrong(
        "lines_reads_one_ahead",
        believes="Reads the next line before it gives this one",
        fails={"01.3.lazy": "one-ahead"},
        edits=[
            (
                "for line in file:",
                """
                waiting = next(file, None)
                while waiting is not None:
                    line, waiting = waiting, next(file, None)
                """,
            )
        ],
    ),
    Wrong(
        "lines_once",
        believes="Gives a line that comes twice once",
        fails={"01.3.lazy": "equal-line"},
        edits=[
            (
                """
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\\n")
                """,
                """
                with open_file() as file:
                    before = None
                    for line in file:
                        if line != before:
                            yield line.removesuffix("\\n")
                        before = line
                """,
            ),
        ],
    ),
    Wrong(
        "lines_need_an_end",
        believes="What has no line end is no line",
        fails={"01.3.lazy": "last-line"},
        edits=[("for line in file:", 'for line in (line for line in file if line.endswith("\\n")):')],
    ),
    Wrong(
        "lines_stop_at_an_empty_one",
        believes="Takes an empty line for the end",
        fails={"01.3.lazy": "empty-line"},
        edits=[
            (
                r"""
                for line in file:
                    yield line.removesuffix("\n")
                """,
                r"""
                while line := file.readline().removesuffix("\n"):
                    yield line
                """,
            )
        ],
    ),
    Wrong(
        "lines_are_stripped",
        believes="Takes spaces for part of a line's end",
        fails={"01.3.lazy": "not-the-line"},
        edits=[(r'yield line.removesuffix("\n")', "yield line.strip()")],
    ),
    Wrong(
        "lines_end_in_returns",
        believes="Takes a carriage return for part of a line's end",
        fails={"01.3.lazy": "not-the-line"},
        edits=[(r'yield line.removesuffix("\n")', r'yield line.rstrip("\r\n")')],
    ),
    Wrong(
        "lines_are_split_again",
        believes="Takes whatever `splitlines` takes for the end of a line",
        fails={"01.3.lazy": "not-the-line"},
        edits=[(r'yield line.removesuffix("\n")', "yield from line.splitlines()")],
    ),
    Wrong(
        "lines_lose_a_character",
        believes="Every line has an end of one character",
        fails={"01.3.lazy": "not-the-line"},
        edits=[(r'yield line.removesuffix("\n")', "yield line[:-1]")],
    ),
    Wrong(
        "lines_share_a_file",
        believes="Keeps the open file where every call sees it",
        fails={"01.3.lazy": "raised"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.removesuffix("\n")
                """,
                r"""
                with open_file() as lines_of.file:
                    while line := lines_of.file.readline():
                        yield line.removesuffix("\n")
                """,
            )
        ],
    ),
]
