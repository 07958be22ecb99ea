"""Takes leaving early for an `Exception`."""

TASK, FAILS, CAUSE = "01.3", {"01.3.closed"}, "early-exit"


def lines_of(open_file):
    file = open_file()
    try:
        for line in file:
            yield line.rstrip("\n")
    except Exception:
        file.close()
        raise
    file.close()
