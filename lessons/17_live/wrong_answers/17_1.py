"""Misconceptions about task 17.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Stops after the first consumer",
        fails={"17.1.two": "stops", "17.1.three": "stops"},
        edits=[
            (
                """
                "writes first": ("ABCD", "ABBCD"),
                "in twos": ("ABABCD", "ABCD"),
                "remembers": ("ABCD", "ABCD"),
                "side by side": ("BCD", "BACD"),
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "trace_written_is_committed",
        believes="Takes what is written for committed",
        fails={"17.1.two": "written-is-committed", "17.1.three": "nothing-twice"},
        edits=[
            ('"in twos": ("ABABCD", "ABCD"),', '"in twos": ("ABCD", "ABCD"),'),
            ('"writes first": ("ABCD", "ABBCD"),', '"writes first": ("ABCD", "ABCD"),'),
            ('"side by side": ("BCD", "BACD"),', '"side by side": ("BACD", "BACD"),'),
        ],
    ),
    Wrong(
        "trace_file_emptied",
        believes="Believes that a restart begins with an empty file",
        fails={"17.1.two": "file-emptied", "17.1.three": None},
        edits=[
            ('"commits first": ("ABCD", "ACD"),', '"commits first": ("BCD", "CD"),'),
            ('"writes first": ("ABCD", "ABBCD"),', '"writes first": ("BCD", "BCD"),'),
            ('"in twos": ("ABABCD", "ABCD"),', '"in twos": ("AB", "CD"),'),
            ('"remembers": ("ABCD", "ABCD"),', '"remembers": ("BCD", "BCD"),'),
            ('"side by side": ("BCD", "BACD"),', '"side by side": ("CD", "CD"),'),
        ],
    ),
    Wrong(
        "trace_commit_waits",
        believes="Believes that a commit waits for what began before",
        fails={"17.1.two": "commit-waits"},
        edits=[
            ('"side by side": ("BCD", "BACD"),', '"side by side": ("BACD", "BACD"),'),
        ],
    ),
    Wrong(
        "trace_always_again",
        believes="Lets every restart begin at A",
        fails={"17.1.two": "again", "17.1.three": "twos-again"},
        edits=[
            ('"commits first": ("ABCD", "ACD"),', '"commits first": ("AABCD", "ACD"),'),
            ('"writes first": ("ABCD", "ABBCD"),', '"writes first": ("AABCD", "ABBCD"),'),
            ('"in twos": ("ABABCD", "ABCD"),', '"in twos": ("ABABCD", "ABABCD"),'),
        ],
    ),
    Wrong(
        "trace_nothing_lost",
        believes="Believes that a commit comes after the work by itself",
        fails={"17.1.three": "nothing-lost"},
        edits=[
            ('"commits first": ("ABCD", "ACD"),', '"commits first": ("ABCD", "ABCD"),'),
        ],
    ),
    Wrong(
        "trace_nothing_twice",
        believes="Believes that a restart knows what was written",
        fails={"17.1.three": "nothing-twice"},
        edits=[
            ('"writes first": ("ABCD", "ABBCD"),', '"writes first": ("ABCD", "ABCD"),'),
        ],
    ),
    Wrong(
        "trace_forgets",
        believes="Does not believe in positions",
        fails={"17.1.three": "forgets"},
        edits=[
            ('"remembers": ("ABCD", "ABCD"),', '"remembers": ("ABCD", "ABBCD"),'),
        ],
    ),
    Wrong(
        "trace_in_order",
        believes="Writes the letters in the order of the alphabet",
        fails={"17.1.three": "in-order"},
        edits=[
            ('"side by side": ("BCD", "BACD"),', '"side by side": ("BCD", "ABCD"),'),
        ],
    ),
]
