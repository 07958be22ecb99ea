"""Misconceptions about task 01.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "lines_closes_too_early",
        believes="Leaves the `with` block before it yields",
        fails={"01.3.closed": "too-early", "01.3.lazy": "read-all"},
        edits=[
            (
                r"""
                with open_file() as file:
                    for line in file:
                        yield line.rstrip("\n")
                """,
                r"""
                with open_file() as file:
                    lines = list(file)
                for line in lines:
                    yield line.rstrip("\n")
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
                        yield line.rstrip("\n")
                """,
                r"""
                file = open_file()
                try:
                    for line in file:
                        yield line.rstrip("\n")
                except GeneratorExit:
                    file.close()
                    raise
                file.close()
                """,
            )
        ],
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
                        yield line.rstrip("\n")
                """,
                r"""
                file = open_file()
                try:
                    for line in file:
                        yield line.rstrip("\n")
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
                        yield line.rstrip("\n")
                """,
                r"""
                file = open_file()
                for line in file:
                    yield line.rstrip("\n")
                file.close()
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
]
