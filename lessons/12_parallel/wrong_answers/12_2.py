"""Misconceptions about task 12.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "queue_in_one_line",
        believes="Has one line for all queues",
        fails={"12.2.order": "shared", "12.2.held": "not-taken"},
        edits=[
            ("self.line = deque()", ""),
            (
                "def has_room(self):",
                """
                line = deque()

                def has_room(self):
                """,
            ),
        ],
    ),
    Wrong(
        "queue_takes_the_first",
        believes="Takes whoever stands first, done or not",
        fails={"12.2.order": "not-done"},
        edits=[("return bool(self.line) and self.line[0].done", "return bool(self.line)")],
    ),
    Wrong(
        "queue_leaves_done_alone",
        believes="Knows who has finished, and does not say so",
        fails={"12.2.order": "done-unset"},
        edits=[("call.done = True", "")],
    ),
    Wrong(
        "queue_always_in_order",
        believes="Puts every call in line when it begins",
        fails={"12.2.order": "always-in-order"},
        edits=[
            (
                """
                if self.ordered:
                    self.line.append(call)
                """,
                "self.line.append(call)",
            ),
            (
                """
                if not self.ordered:
                    self.line.append(call)
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "queue_never_in_order",
        believes="Puts every call in line when it finishes",
        fails={"12.2.order": "never-in-order"},
        edits=[
            (
                """
                if self.ordered:
                    self.line.append(call)
                """,
                "",
            ),
            (
                """
                if not self.ordered:
                    self.line.append(call)
                """,
                "self.line.append(call)",
            ),
        ],
    ),
    Wrong(
        "queue_by_age",
        believes="As completed, takes the oldest of those that have finished, and not the one that finished first",
        fails={"12.2.order": "as-begun"},
        edits=[
            (
                """
                if self.ordered:
                    self.line.append(call)
                """,
                "self.line.append(call)",
            ),
            (
                """
                    if not self.ordered:
                        self.line.append(call)

                def has_result(self):
                    return bool(self.line) and self.line[0].done
                """,
                """
                def has_result(self):
                    return any(call.done for call in self.line) if not self.ordered else bool(self.line) and self.line[0].done
                """,
            ),
            (
                "return self.line.popleft()",
                """
                call = next(call for call in self.line if call.done)
                self.line.remove(call)
                return call
                """,
            ),
        ],
    ),
    Wrong(
        "queue_newest_first",
        believes="Takes from the end at which the calls join",
        fails={"12.2.order": "newest-first"},
        edits=[("return self.line.popleft()", "return self.line.pop()")],
    ),
    Wrong(
        "queue_take_says_nothing",
        believes="Removes the call, and does not give it out",
        fails={"12.2.order": "no-call", "12.2.held": "not-taken"},
        edits=[("return self.line.popleft()", "self.line.popleft()")],
    ),
    Wrong(
        "queue_line_twice",
        believes="Looks at the head of the line, and leaves it there",
        fails={"12.2.order": "still-there", "12.2.held": "not-taken"},
        edits=[("return self.line.popleft()", "return self.line[0]")],
    ),
    Wrong(
        "queue_one_result_a_finish",
        believes="Looks at the call that has finished last, and forgets those that had to wait",
        fails={"12.2.order": "lost"},
    ),
    Wrong(
        "queue_in_a_set",
        believes="Keeps the calls that have begun in a set as well",
        fails={"12.2.order": "raised", "12.2.held": "kept"},
        edits=[
            ("self.line = deque()", "self.line, self.begun = deque(), set()"),
            (
                "self.in_flight += 1",
                """
                self.begun.add(call)
                self.in_flight += 1
                """,
            ),
        ],
    ),
    Wrong(
        "queue_of_true_calls",
        believes="Asks whether the call is true, instead of whether there is one",
        fails={"12.2.order": "raised"},
        edits=[
            (
                "return bool(self.line) and self.line[0].done",
                "return any(call and call.done for call in list(self.line)[:1])",
            ),
        ],
    ),
    Wrong(
        "queue_frees_when_taken",
        believes="Counts a call as in flight until somebody takes its result",
        fails={"12.2.room": "freed-late"},
        edits=[
            ("self.in_flight -= 1", ""),
            (
                "def take(self):",
                """
                def take(self):
                    self.in_flight -= 1
                """,
            ),
        ],
    ),
    Wrong(
        "queue_ahead_until_done",
        believes="Takes a call off both counts when it finishes",
        fails={"12.2.room": "ahead-too-early"},
        edits=[
            (
                "self.in_flight -= 1",
                """
                self.in_flight -= 1
                self.ahead -= 1
                """,
            ),
            ("self.ahead -= 1", ""),
        ],
    ),
    Wrong(
        "queue_at_most",
        believes="Lets a call begin when a bound has been reached",
        fails={"12.2.room": "one-too-many"},
        edits=[
            (
                "return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead",
                "return self.in_flight <= self.max_in_flight and self.ahead <= self.max_ahead",
            )
        ],
    ),
    Wrong(
        "queue_bounds_ahead_only",
        believes="Lets as many run as may be ahead",
        fails={"12.2.room": "running-unbounded"},
        edits=[
            (
                "return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead",
                "return self.ahead < self.max_ahead",
            )
        ],
    ),
    Wrong(
        "queue_bounds_running_only",
        believes="What has finished costs nothing",
        fails={"12.2.room": "waiting-unbounded"},
        edits=[
            (
                "return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead",
                "return self.in_flight < self.max_in_flight",
            )
        ],
    ),
    Wrong(
        "queue_bounds_waiting_apart",
        believes="Takes the second bound for one on results that wait",
        fails={"12.2.room": "waiting-unbounded"},
        edits=[
            (
                "return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead",
                "return self.in_flight < self.max_in_flight and self.ahead - self.in_flight < self.max_ahead",
            )
        ],
    ),
    Wrong(
        "queue_bounds_its_line",
        believes="Takes the length of the line for how many are ahead, which as completed it is not",
        fails={"12.2.room": "line-unbounded"},
        edits=[
            (
                "return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead",
                "return self.in_flight < self.max_in_flight and len(self.line) < self.max_ahead",
            )
        ],
    ),
    Wrong(
        "queue_take_frees_both",
        believes="Takes a call off both counts when its result is taken, once more",
        fails={"12.2.room": "take-miscounts"},
        edits=[
            (
                "self.ahead -= 1",
                """
                self.ahead -= 1
                self.in_flight -= 1
                """,
            )
        ],
    ),
    Wrong(
        "queue_keeps_all",
        believes="Remembers every call, and where in the list it is",
        fails={"12.2.held": "kept"},
        edits=[
            ("from collections import deque", ""),
            (
                """
                self.in_flight = self.ahead = 0
                self.line = deque()
                """,
                """
                self.in_flight = self.ahead = self.taken = 0
                self.line = []
                """,
            ),
            (
                "return bool(self.line) and self.line[0].done",
                "return self.taken < len(self.line) and self.line[self.taken].done",
            ),
            (
                "return self.line.popleft()",
                """
                self.taken += 1
                return self.line[self.taken - 1]
                """,
            ),
        ],
    ),
    Wrong(
        "queue_remembers_the_last",
        believes="Remembers the call that was taken last",
        fails={"12.2.held": "last-kept"},
        edits=[
            (
                "return self.line.popleft()",
                """
                self.last = self.line.popleft()
                return self.last
                """,
            )
        ],
    ),
]
