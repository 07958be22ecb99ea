"""Misconceptions about task 07.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "open_sessions_for_all",
        believes="Keeps the sessions in the class",
        fails={"07.6.sessions": "shared"},
        edits=[
            (
                "self.gap, self.open = gap, []",
                """
                self.gap = gap
                self.open = self.__class__.__dict__.get("all", [])
                OpenSessions.all = self.open
                """,
            )
        ],
    ),
    Wrong(
        "open_sessions_one_by_one",
        believes="Gives what has closed one by one",
        fails={"07.6.sessions": "no-list"},
        edits=[("return closed", "return iter(closed)")],
    ),
    Wrong(
        "open_sessions_refuse_late_ones",
        believes="Leaves out what the watermark has passed",
        fails={"07.6.sessions": "late-left-out"},
        edits=[
            (
                "start, end, count = time, time + self.gap, 1",
                """
                start, end, count = time, time + self.gap, 1
                if end <= getattr(self, "passed", end - 1):
                    return
                """,
            ),
            (
                "closed, self.open[:at] = self.open[:at], []",
                "closed, self.open[:at] = self.open[:at], []\nself.passed = watermark",
            ),
        ],
    ),
    Wrong(
        "open_sessions_touch",
        believes="Takes what touches for what overlaps",
        fails={"07.6.sessions": "touching"},
        edits=[
            ("while at and time < self.open[at - 1][1]:", "while at and time <= self.open[at - 1][1]:"),
        ],
    ),
    Wrong(
        "open_sessions_join_one",
        believes="Joins one session, and looks no further",
        fails={"07.6.sessions": "one-joined"},
        edits=[
            ("while at and time < self.open[at - 1][1]:", "if at and time < self.open[at - 1][1]:"),
        ],
    ),
    Wrong(
        "open_sessions_stay",
        believes="Closes what ends before the watermark",
        fails={"07.6.sessions": "border"},
        edits=[
            (
                "at = bisect_right(self.open, watermark, key=itemgetter(1))",
                "at = bisect_left(self.open, watermark, key=itemgetter(1))",
            ),
        ],
    ),
    Wrong(
        "crowds_zero_is_none",
        believes="Takes 0 for no watermark",
        fails={"07.6.sessions": "border"},
        edits=[
            (
                "at = bisect_right(self.open, watermark, key=itemgetter(1))",
                """
                if not watermark:
                    return []
                at = bisect_right(self.open, watermark, key=itemgetter(1))
                """,
            ),
        ],
    ),
    Wrong(
        "open_sessions_again",
        believes="Leaves closed sessions in place",
        fails={"07.6.sessions": "again"},
        edits=[
            (
                """
                closed, self.open[:at] = self.open[:at], []
                return closed
                """,
                "return self.open[:at]",
            ),
        ],
    ),
    Wrong(
        "open_sessions_in_order_of_arrival",
        believes="Closes sessions in the order in which they began to exist",
        fails={"07.6.sessions": "order", "07.6.looks": "add-asks-all"},
    ),
    Wrong(
        "open_sessions_end_early",
        believes="Takes the newest time's end for the session's",
        fails={"07.6.sessions": "shrunk"},
        edits=[
            (
                "start, end, count = min(start, first), max(end, last), count + more",
                "start, count = min(start, first), count + more",
            ),
        ],
    ),
    Wrong(
        "open_sessions_count_joins",
        believes="Counts what it joined, not what that had counted",
        fails={"07.6.sessions": "miscounted"},
        edits=[
            (
                "start, end, count = min(start, first), max(end, last), count + more",
                "start, end, count = min(start, first), max(end, last), count + 1",
            ),
        ],
    ),
    Wrong(
        "open_sessions_count_the_larger",
        believes="Goes on with the count of the larger of two crowds that become one",
        fails={"07.6.sessions": "miscounted"},
        edits=[
            (
                "start, end, count = min(start, first), max(end, last), count + more",
                "start, end, count = min(start, first), max(end, last), max(count, more) + 1",
            ),
        ],
    ),
    Wrong(
        "open_sessions_count_one",
        believes="Takes the count of the newest time for that of all",
        fails={"07.6.sessions": "miscounted", "07.6.looks": "other-sessions"},
        edits=[
            (
                "start, end, count = min(start, first), max(end, last), count + more",
                "start, end = min(start, first), max(end, last)",
            )
        ],
    ),
    Wrong(
        "open_sessions_ask_all",
        believes="Puts a time to every open session",
        fails={"07.6.looks": "add-asks-all"},
    ),
    Wrong(
        "open_sessions_sort",
        believes="Sorts the sessions after each time",
        fails={"07.6.looks": "add-asks-all"},
        edits=[
            ("self.open.insert(at, (start, end, count))", "self.open = sorted([*self.open, (start, end, count)])"),
        ],
    ),
    Wrong(
        "open_sessions_close_asks_all",
        believes="Looks at every session to find those that have ended",
        fails={"07.6.looks": "close-asks-all"},
        edits=[
            (
                "at = bisect_right(self.open, watermark, key=itemgetter(1))",
                "at = sum(one[1] <= watermark for one in self.open)",
            ),
        ],
    ),
    Wrong(
        "open_sessions_put_off",
        believes="Gathers the times, and joins them when sessions are to close",
        fails={"07.6.looks": "close-asks-all"},
    ),
    Wrong(
        "open_sessions_keep_times",
        believes="Keeps the times of each session",
        fails={"07.6.looks": "kept"},
    ),
]
