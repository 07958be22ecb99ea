"""Uses `try` and `finally`."""

TASK = "01.3"


def lines_of(open_file):
    file = open_file()
    try:
        while (line := next(file, None)) is not None:
            yield line.removesuffix("\n")
    finally:
        file.close()
