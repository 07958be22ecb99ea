"""Leaves the `with` block before it yields."""

TASK, FAILS = "01.3", {"01.3.closed", "01.3.lazy"}
CAUSE = {"01.3.closed": "too-early", "01.3.lazy": "read-all"}


def lines_of(open_file):
    with open_file() as file:
        lines = list(file)
    for line in lines:
        yield line.rstrip("\n")
