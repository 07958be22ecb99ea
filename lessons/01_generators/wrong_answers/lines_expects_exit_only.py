"""Closes when the consumer leaves, but not when reading fails."""

TASK, FAILS, CAUSE = "01.3", {"01.3.closed"}, "failure"


def lines_of(open_file):
    file = open_file()
    try:
        for line in file:
            yield line.rstrip("\n")
    except GeneratorExit:
        file.close()
        raise
    file.close()
