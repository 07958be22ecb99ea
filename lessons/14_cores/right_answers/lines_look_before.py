"""Looks at the byte before."""

TASK = "14.4"


def lines_of(file, begin, end):
    file.seek(begin and begin - 1)
    if begin and file.read(1) != b"\n":
        file.readline()
    while file.tell() < end:
        line = file.readline()
        if line == b"":
            return
        yield line
