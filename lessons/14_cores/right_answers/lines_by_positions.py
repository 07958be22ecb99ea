"""Counts where it is."""

TASK = "14.4"


def lines_of(file, begin, end):
    at = max(begin - 1, 0)
    file.seek(at)
    if begin:
        at += len(file.readline())
    while at < end:
        line = file.readline()
        if not line:
            break
        at += len(line)
        yield line
