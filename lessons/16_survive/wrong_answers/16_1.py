"""Misconceptions about task 16.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Stops after the first program",
        fails={"16.1.killed": "stops", "16.1.power": "stops"},
        edits=[
            (
                """
                "in place": (["B"], ["A", "", "B"]),
                "moved": (["B"], ["A", "", "B"]),
                "synced": (["B"], ["A", "B"]),
                "all": (["B"], ["B"]),
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "trace_killed_is_power",
        believes="Takes a killed program for a power failure",
        fails={"16.1.killed": "needs-sync"},
        edits=[
            ('"moved": (["B"], ["A", "", "B"]),', '"moved": (["A", "", "B"], ["A", "", "B"]),'),
            ('"in place": (["B"], ["A", "", "B"]),', '"in place": (["A", "", "B"], ["A", "", "B"]),'),
            ('"synced": (["B"], ["A", "B"]),', '"synced": (["A", "B"], ["A", "B"]),'),
        ],
    ),
    Wrong(
        "trace_killed_torn",
        believes="Believes that a killed program leaves half of what it wrote",
        fails={"16.1.killed": "in-place-torn"},
        edits=[
            ('"in place": (["B"], ["A", "", "B"]),', '"in place": (["", "B"], ["A", "", "B"]),'),
        ],
    ),
    Wrong(
        "trace_begun_counts",
        believes="Believes that `data` knows of `new`",
        fails={"16.1.killed": "begun-moved"},
        edits=[
            ('"begun": (["A"], ["A"]),', '"begun": (["B"], ["A"]),'),
        ],
    ),
    Wrong(
        "trace_rename_carries_content",
        believes="Believes that a rename brings the content along",
        fails={"16.1.power": "no-nothing"},
        edits=[
            ('"moved": (["B"], ["A", "", "B"]),', '"moved": (["B"], ["A", "B"]),'),
        ],
    ),
    Wrong(
        "trace_write_is_whole",
        believes="Believes that a write happens all at once",
        fails={"16.1.power": "in-place-whole"},
        edits=[
            ('"in place": (["B"], ["A", "", "B"]),', '"in place": (["B"], ["A", "B"]),'),
        ],
    ),
    Wrong(
        "trace_rename_lasts",
        believes="Believes that a rename is on the disk when it returns",
        fails={"16.1.power": "rename-lasts"},
        edits=[
            ('"synced": (["B"], ["A", "B"]),', '"synced": (["B"], ["B"]),'),
        ],
    ),
    Wrong(
        "trace_never_sure",
        believes="Trusts no disk",
        fails={"16.1.power": "never-sure"},
        edits=[
            ('"all": (["B"], ["B"]),', '"all": (["B"], ["A", "B"]),'),
        ],
    ),
    Wrong(
        "trace_unsynced_is_lost",
        believes="Believes that what was not synced is lost for sure",
        fails={"16.1.power": "may-be-there"},
        edits=[
            ('"in place": (["B"], ["A", "", "B"]),', '"in place": (["B"], ["A", ""]),'),
            ('"moved": (["B"], ["A", "", "B"]),', '"moved": (["B"], ["A", ""]),'),
        ],
    ),
]
