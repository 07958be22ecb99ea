"""Reads the next line before it gives this one."""

TASK, FAILS, CAUSE = "01.3", {"01.3.lazy"}, "one-ahead"


def lines_of(open_file):
    with open_file() as file:
        waiting = next(file, None)
        while waiting is not None:
            line, waiting = waiting, next(file, None)
            yield line.rstrip("\n")
