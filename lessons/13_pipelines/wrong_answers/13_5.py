"""Misconceptions about task 13.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "watched_forgets_the_queue",
        believes="Begins without what the queue begins with",
        fails={"13.5.watched": "stuck"},
        edits=[("super().__init__(max_in_flight, max_ahead, ordered)", "")],
    ),
    Wrong(
        "watched_never_finishes",
        believes="Puts its own counting in the place of what the queue did",
        fails={"13.5.watched": "stuck"},
        edits=[("super().finish(call)", "")],
    ),
    Wrong(
        "watched_takes_and_keeps",
        believes="Looks when a result is taken, and gives nothing back",
        fails={"13.5.watched": "stuck"},
    ),
    Wrong(
        "watched_always_in_order",
        believes="Passes on two of the three settings, and makes the third up",
        fails={"13.5.watched": "results"},
        edits=[
            ("super().__init__(max_in_flight, max_ahead, ordered)", "super().__init__(max_in_flight, max_ahead, True)")
        ],
    ),
    Wrong(
        "watched_is_a_method",
        believes="Makes it a method, which nobody calls",
        fails={"13.5.watched": "no-number"},
    ),
    Wrong(
        "watched_looks_at_begin",
        believes="Looks whenever a call begins: the queue has been emptied by then",
        fails={"13.5.watched": "never"},
        edits=[
            (
                """
                def finish(self, call):
                    super().finish(call)
                """,
                """
                def begin(self, call):
                    super().begin(call)
                """,
            )
        ],
    ),
    Wrong(
        "watched_only_now",
        believes="Says how many wait now, which at the end are none",
        fails={"13.5.watched": "never"},
    ),
    Wrong(
        "watched_counts_ahead",
        believes="Counts what is in flight as waiting",
        fails={"13.5.watched": "ahead"},
        edits=[
            (
                "self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)",
                "self.most_waiting = max(self.most_waiting, self.ahead)",
            )
        ],
    ),
    Wrong(
        "watched_never_counts_down",
        believes="Counts every result that was ever there",
        fails={"13.5.watched": "ahead"},
        edits=[
            (
                "self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)",
                "self.most_waiting = self.most_waiting + 1",
            )
        ],
    ),
    Wrong(
        "watched_looks_before",
        believes="Looks before the call counts as finished",
        fails={"13.5.watched": "before"},
        edits=[
            (
                """
                def finish(self, call):
                    super().finish(call)
                    self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)
                """,
                """
                def finish(self, call):
                    self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)
                    super().finish(call)
                """,
            )
        ],
    ),
    Wrong(
        "watched_looks_behind",
        believes="Looks when a result has been taken",
        fails={"13.5.watched": "before"},
    ),
    Wrong(
        "watched_keeps_the_newest",
        believes="Keeps the last number, not the largest",
        fails={"13.5.watched": "newest"},
        edits=[
            (
                "self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)",
                "self.most_waiting = self.ahead - self.in_flight",
            )
        ],
    ),
    Wrong(
        "watched_when_taken",
        believes="Looks when a result is taken, before it leaves",
        fails={"13.5.watched": "when-taken"},
    ),
    Wrong(
        "limits_by_the_law",
        believes="Works one limit out by Little's law, for both modes",
        fails={"13.5.limits": "one-for-both"},
        edits=[
            (
                'limits = {"ordered": 11, "as_completed": 7}  # at 30.75 and 30.25 seconds; with 10 and 6 it is 32.25 and 33.25',
                'limits = {"ordered": 7, "as_completed": 7}',
            )
        ],
    ),
    Wrong(
        "limits_too_few",
        believes="Takes the question that most often occurs for the average one",
        fails={"13.5.limits": "too-few"},
        edits=[
            (
                'limits = {"ordered": 11, "as_completed": 7}  # at 30.75 and 30.25 seconds; with 10 and 6 it is 32.25 and 33.25',
                'limits = {"ordered": 4, "as_completed": 4}',
            )
        ],
    ),
    Wrong(
        "limits_to_be_safe",
        believes="Takes what the slower mode needs, for both",
        fails={"13.5.limits": "too-many"},
        edits=[
            (
                'limits = {"ordered": 11, "as_completed": 7}  # at 30.75 and 30.25 seconds; with 10 and 6 it is 32.25 and 33.25',
                'limits = dict.fromkeys(["ordered", "as_completed"], 11)',
            )
        ],
    ),
]
