"""Looks at each moment by itself."""

TASK = "16.2"


def examine(save):
    disk = Disk({"data": "old"})
    save(disk, "data", "new")
    first = len(disk.moments)
    save(disk, "data", "newer")
    for number, moment in enumerate(disk.moments):
        allowed = {"old", "new"} if number < first else {"new", "newer"}
        for text in moment["data"]:
            assert text in allowed
    assert disk.moments[first - 1]["data"] == {"new"}
    assert disk.moments[-1]["data"] == {"newer"}
