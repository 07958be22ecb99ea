"""Lets the disk say it."""

TASK = "16.1"


def left(*calls):
    disk = Disk({"data": "A"})
    for name, *arguments in calls:
        getattr(disk, name)(*arguments)
    return [disk.contents[disk.names[-1]["data"]][-1]], sorted(disk.possible("data"))


new = ("write", "new", "B")
trace = {
    "begun": left(new),
    "in place": left(("write", "data", "B")),
    "moved": left(new, ("rename", "new", "data")),
    "synced": left(new, ("sync", "new"), ("rename", "new", "data")),
    "all": left(new, ("sync", "new"), ("rename", "new", "data"), ("sync_folder",)),
}
