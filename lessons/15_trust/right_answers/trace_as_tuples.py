"""Writes tuples for lists."""

TASK = "15.1"

trace = {
    "bit": ("content",),
    "hash": ("chain", "root"),
    "link": ("root",),
    "swap": ("chain", "root"),
    "cut": ("root",),
    "cut, root": ("signature",),
    "cut, signed": ("key",),
    "older": (),
}
