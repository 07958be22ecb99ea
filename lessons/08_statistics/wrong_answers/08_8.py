"""Misconceptions about task 08.8, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "rolling_waits",
        believes="Gives nothing until the window is full",
        fails={"08.8.calls": "nothing-yet"},
        edits=[
            (
                "self.new.append(value)",
                """
                self.new.append(value)
                if len(self.old) + len(self.new) < self.size:
                    return None
                """,
            ),
        ],
    ),
    Wrong(
        "rolling_shares",
        believes="Keeps the window in the class",
        fails={"08.8.calls": "shared"},
    ),
    Wrong(
        "rolling_loses_falsy",
        believes="Asks whether there is a result by its truth",
        fails={"08.8.calls": "falsy"},
        edits=[
            (
                "self.all_new = self.combine(self.all_new, value) if self.new else value",
                "self.all_new = self.combine(self.all_new, value) if self.new and self.all_new else value",
            ),
        ],
    ),
    Wrong(
        "rolling_skips_a_falsy_part",
        believes="Asks for the older part by its truth",
        fails={"08.8.calls": "falsy"},
        edits=[
            (
                "return self.combine(self.old[-1], self.all_new) if self.old else self.all_new",
                "return self.combine(self.old[-1], self.all_new) if self.old and self.old[-1] else self.all_new",
            )
        ],
    ),
    Wrong(
        "rolling_none_is_no_value",
        believes="Takes None for no value yet",
        fails={"08.8.calls": "falsy"},
        edits=[
            (
                "self.all_new = self.combine(self.all_new, value) if self.new else value",
                "self.all_new = value if self.all_new is None else self.combine(self.all_new, value)",
            ),
            (
                "self.old.pop()",
                """
    self.all_new = None
self.old.pop()
""",
            ),
        ],
    ),
    Wrong(
        "rolling_skips_none",
        believes="Takes a result of None for none",
        fails={"08.8.calls": "falsy"},
        edits=[
            (
                "return self.combine(self.old[-1], self.all_new) if self.old else self.all_new",
                "return self.combine(self.old[-1], self.all_new) if self.old and self.old[-1] is not None else self.all_new",
            ),
        ],
    ),
    Wrong(
        "rolling_turned_round",
        believes="Combines the new with the old",
        fails={"08.8.calls": "turned-round"},
        edits=[
            (
                "return self.combine(self.old[-1], self.all_new) if self.old else self.all_new",
                "return self.combine(self.all_new, self.old[-1]) if self.old else self.all_new",
            ),
        ],
    ),
    Wrong(
        "rolling_one_more",
        believes="Drops a value when there are more than fit",
        fails={"08.8.calls": "goes-on"},
        edits=[
            ("if len(self.old) + len(self.new) == self.size:", "if len(self.old) + len(self.new) > self.size:"),
        ],
    ),
    Wrong(
        "rolling_of_everything",
        believes="Combines all that ever came",
        fails={"08.8.calls": "goes-on"},
    ),
    Wrong(
        "rolling_leaves_out_equals",
        believes="Takes two equal values for one",
        fails={"08.8.calls": "equal"},
        edits=[
            (
                "self.all_new = self.combine(self.all_new, value) if self.new else value",
                """
if not self.new or value != self.new[-1]:
    self.all_new = self.combine(self.all_new, value) if self.new else value
""",
            )
        ],
    ),
    Wrong(
        "rolling_one_fewer",
        believes="Makes room before it asks whether there is some",
        fails={"08.8.calls": "too-few"},
        edits=[
            (
                "if len(self.old) + len(self.new) == self.size:",
                "if len(self.old) + len(self.new) == max(1, self.size - 1):",
            ),
        ],
    ),
    Wrong(
        "rolling_combines_anew",
        believes="Combines the whole window each time",
        fails={"08.8.calls": "too-many-calls"},
    ),
    Wrong(
        "rolling_turns_each_time",
        believes="Turns the new ones over whenever one leaves",
        fails={"08.8.calls": "too-many-calls"},
    ),
    Wrong(
        "rolling_remembers_by_value",
        believes="Keeps results by the values that they are of",
        fails={"08.8.calls": "raised"},
        edits=[
            (
                "self.size, self.combine = size, combine",
                """
from functools import lru_cache

self.size, self.combine = size, lru_cache(maxsize=4)(combine)
""",
            )
        ],
    ),
    Wrong(
        "rolling_asks_for_truth",
        believes="Asks each value whether it is true",
        fails={"08.8.calls": "raised"},
        edits=[
            (
                "self.new.append(value)",
                "self.new.append(value or value)",
            ),
        ],
    ),
    Wrong(
        "rolling_keeps_all",
        believes="Keeps what has left, and knows where the window begins",
        fails={"08.8.held": "kept"},
        edits=[
            (
                "self.new.append(value)",
                """
                self.new.append(value)
                self.past = [*getattr(self, 'past', ()), value]
                """,
            ),
        ],
    ),
    Wrong(
        "rolling_keeps_two_windows",
        believes="Keeps the values beside their results",
        fails={"08.8.held": "too-much"},
        edits=[
            (
                "self.new.append(value)",
                """
                self.new.append(value)
                self.last = [*getattr(self, 'last', ()), value][-30:]
                """,
            ),
        ],
    ),
]
