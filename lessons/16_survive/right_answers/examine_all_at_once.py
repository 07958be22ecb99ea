"""Gathers what was possible during each save."""

TASK = "16.2"


def examine(save):
    disk = Disk({"data": "old"})
    for before, after in ("old", "first"), ("first", "second"), ("second", "third"):
        seen = len(disk.moments)
        save(disk, "data", after)
        possible = set().union(*(moment["data"] for moment in disk.moments[seen:]))
        if not possible <= {before, after} or disk.possible("data") != {after}:
            raise AssertionError(possible)
