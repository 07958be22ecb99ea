"""Misconceptions about task 14.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "share_of_the_whole",
        believes="Takes the share of the whole part",
        fails={"14.5.shares": "from-begin"},
        edits=[
            (
                "self.left, self.end = begin, end  # the first position that may still be claimed or given away",
                "self.begin, self.left, self.end = begin, begin, end",
            ),
            (
                "middle = self.left + ceil((self.end - self.left) * keep)",
                "middle = self.begin + ceil((self.end - self.begin) * keep)",
            ),
        ],
    ),
    Wrong(
        "claimed_is_left",
        believes="Counts from the position that was claimed",
        fails={"14.5.shares": "claimed-too"},
        edits=[
            (
                "self.left = position + 1  # where it is not mine, that is beyond the end",
                "self.left = position if mine else self.end",
            ),
        ],
    ),
    Wrong(
        "end_stays",
        believes="Gives away, and reads on to the old end",
        fails={"14.5.shares": "still-mine"},
        edits=[
            ("given, self.end = (middle, self.end), middle", "given = middle, self.end"),
        ],
    ),
    Wrong(
        "last_is_lost",
        believes="Takes the end for the last position",
        fails={"14.5.shares": "given-and-lost"},
        edits=[
            ("mine = position < self.end", "mine = position < self.end - 1"),
        ],
    ),
    Wrong(
        "rounds_down",
        believes="Rounds what it keeps down",
        fails={"14.5.shares": "rounded-down"},
        edits=[
            (
                "middle = self.left + ceil((self.end - self.left) * keep)",
                "middle = self.left + int((self.end - self.left) * keep)",
            ),
        ],
    ),
    Wrong(
        "gives_nothing_away",
        believes="Gives away a part from its end to its end",
        fails={"14.5.shares": "empty"},
        edits=[
            ("if middle >= self.end:", "if middle > self.end:"),
        ],
    ),
    Wrong(
        "stopped_gives",
        believes="Gives something away after it was told to stop",
        fails={"14.5.shares": "after-the-end"},
        edits=[
            (
                "self.left = position + 1  # where it is not mine, that is beyond the end",
                "self.left = position + 1 if mine else self.left",
            ),
        ],
    ),
    Wrong(
        "claims_round",
        believes="Rounds as Python does",
        fails={"14.5.shares": "kept-less"},
        edits=[
            (
                "middle = self.left + ceil((self.end - self.left) * keep)",
                "middle = self.left + round((self.end - self.left) * keep)",
            ),
        ],
    ),
    Wrong(
        "claims_of_the_class",
        believes="Keeps the end in the class",
        fails={"14.5.shares": "shared"},
        edits=[
            (
                "self.left, self.end = begin, end  # the first position that may still be claimed or given away",
                "self.left, Claims.end = begin, end",
            ),
            ("given, self.end = (middle, self.end), middle", "given, Claims.end = (middle, self.end), middle"),
        ],
    ),
    Wrong(
        "claims_keep_all_for_good",
        believes="Has nothing left when it was asked to keep all",
        fails={"14.5.shares": "none-left"},
        edits=[
            (
                "return None",
                """
            self.left = self.end
            return None
            """,
            ),
        ],
    ),
]
