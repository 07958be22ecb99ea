"""Closes in a finally."""

TASK = "00.5"


def first_line(file):
    try:
        line = file.readline()
        return line[:-1] if line.endswith("\n") else line
    finally:
        file.close()
