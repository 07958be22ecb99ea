"""Reads line by line, and closes the file when there are no more."""

TASK, FAILS, CAUSE = "01.3", {"01.3.closed"}, "early-exit"


def lines_of(open_file):
    file = open_file()
    for line in file:
        yield line.rstrip("\n")
    file.close()
