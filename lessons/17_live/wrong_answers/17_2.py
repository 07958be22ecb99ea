"""Misconceptions about task 17.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "cut_gives_lines",
        believes="Gives the lines themselves",
        fails={"17.2.ends": "no-position", "17.2.read": None, "17.2.long": None},
        edits=[
            ("return self.searched + found + 1", "return window[: found + 1]"),
        ],
    ),
    Wrong(
        "cut_goes_on_itself",
        believes="Goes on before anybody has used the end",
        fails={"17.2.ends": "goes-on-itself"},
        edits=[
            (
                "return self.searched + found + 1",
                """
                self.go_on(self.searched + found + 1)
                return self.start
                """,
            ),
        ],
    ),
    Wrong(
        "cut_before_newline",
        believes="Cuts before the newline",
        fails={"17.2.ends": "before-newline", "17.2.read": None, "17.2.long": None},
        edits=[
            ("return self.searched + found + 1", "return self.searched + found"),
        ],
    ),
    Wrong(
        "cut_half_lines",
        believes="Gives out what is there, whole or not",
        fails={"17.2.ends": "half-line", "17.2.read": None, "17.2.long": None},
    ),
    Wrong(
        "any_line_end",
        believes="Takes every end of a line for a newline",
        fails={"17.2.ends": "half-line"},
        edits=[
            (
                'found = window.find(b"\\n") if self.is_too_long else window.rfind(b"\\n")',
                'found = window.find(b"\\n") if self.is_too_long else max(window.rfind(b"\\n"), window.rfind(b"\\r"))',
            ),
        ],
    ),
    Wrong(
        "cut_returns_start",
        believes="Returns the start where nothing is whole",
        fails={"17.2.ends": "not-none", "17.2.long": None},
    ),
    Wrong(
        "cut_adds_size",
        believes="Adds `size`, however short the window was",
        fails={"17.2.ends": "beyond", "17.2.read": "wrong-end", "17.2.long": None},
        edits=[
            ("self.searched += len(window)", "self.searched += size"),
        ],
    ),
    Wrong(
        "cut_from_the_window",
        believes="Counts from the beginning of the window",
        fails={"17.2.ends": "from-the-window", "17.2.read": "wrong-end", "17.2.long": "wrong-end"},
        edits=[
            ("return self.searched + found + 1", "return self.start + found + 1"),
        ],
    ),
    Wrong(
        "cut_first_newline",
        believes="Cuts behind the first newline",
        fails={"17.2.ends": "first-newline", "17.2.long": "always-first"},
        edits=[
            (
                'found = window.find(b"\\n") if self.is_too_long else window.rfind(b"\\n")',
                'found = window.find(b"\\n")',
            ),
        ],
    ),
    Wrong(
        "cut_all_windows",
        believes="Reads all windows for the last newline",
        fails={"17.2.ends": "all-windows", "17.2.read": "the-rest", "17.2.long": None},
    ),
    Wrong(
        "cut_falsy_find",
        believes="Takes 0 for not found",
        fails={"17.2.ends": "first-byte", "17.2.read": None, "17.2.long": None},
        edits=[
            ("if found >= 0:", "if found > 0:"),
        ],
    ),
    Wrong(
        "cut_one_window",
        believes="Looks at one window",
        fails={"17.2.ends": "one-window", "17.2.long": None, "17.2.read": "wrong-end"},
        edits=[
            ("while window := read(self.searched, size):", "if window := read(self.searched, size):"),
        ],
    ),
    Wrong(
        "cut_moves_searched",
        believes="Moves `searched` behind the end that it has found",
        fails={"17.2.ends": "searched"},
        edits=[
            (
                "return self.searched + found + 1",
                """
                self.searched += found + 1
                return self.searched
                """,
            ),
        ],
    ),
    Wrong(
        "cut_forgets_at_the_end",
        believes="Goes back to the start when no newline was found",
        fails={"17.2.ends": "searched", "17.2.read": "again", "17.2.long": None},
    ),
    Wrong(
        "cut_reads_from_start",
        believes="Searches from the start of the line at each look",
        fails={"17.2.ends": "searched", "17.2.read": "again", "17.2.long": None},
    ),
    Wrong(
        "cut_drops_the_half_line",
        believes="Begins anew behind a half line",
        fails={"17.2.ends": None, "17.2.read": "wrong-end", "17.2.long": None},
    ),
    Wrong(
        "cut_asks_for_all",
        believes="Asks for the whole rest",
        fails={"17.2.ends": None, "17.2.read": "at-once", "17.2.long": None},
    ),
    Wrong(
        "fifty_windows",
        believes="Looks at fifty windows, and no more",
        fails={"17.2.read": "wrong-end"},
        edits=[
            (
                "while window := read(self.searched, size):",
                """
                for _ in range(50):
                    if not (window := read(self.searched, size)):
                        return None
                """,
            ),
        ],
    ),
    Wrong(
        "long_so_far",
        believes="Gives a line that is too long out as far as it goes",
        fails={"17.2.long": "not-none"},
    ),
    Wrong(
        "cut_long_with_others",
        believes="Does not ask whether the line is too long",
        fails={"17.2.long": "good-lines-too"},
        edits=[
            (
                'found = window.find(b"\\n") if self.is_too_long else window.rfind(b"\\n")',
                'found = window.rfind(b"\\n")',
            ),
        ],
    ),
    Wrong(
        "cut_long_never_ends",
        believes="Gives a line up that is too long",
        fails={"17.2.long": "never-ends"},
        edits=[
            (
                'found = window.find(b"\\n") if self.is_too_long else window.rfind(b"\\n")',
                'found = -1 if self.is_too_long else window.rfind(b"\\n")',
            ),
        ],
    ),
]
