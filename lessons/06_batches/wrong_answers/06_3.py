"""Misconceptions about task 06.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "core_shares_items",
        believes="Makes the deque for the class",
        fails={"06.3.full": "shared", "06.3.due": "count"},
        edits=[
            (
                "def __init__(self, max_size, max_wait=None):",
                """
                waiting = deque()

                def __init__(self, max_size, max_wait=None):
                """,
            ),
            ("self.waiting = deque()  # of pairs: an item, and when it came", ""),
        ],
    ),
    Wrong(
        "core_gives_none",
        believes="Has nothing to say where nothing is due",
        fails={"06.3.full": "no-list", "06.3.due": "no-list"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                "return None if due is None or now < due else self.flush()",
            )
        ],
    ),
    Wrong(
        "core_gives_pairs",
        believes="Gives out what it stores",
        fails={"06.3.full": "with-moments", "06.3.due": None},
        edits=[
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                "return [self.waiting.popleft() for _ in range(count)]",
            )
        ],
    ),
    Wrong(
        "core_leaves_taken",
        believes="Gives items out without removing them",
        fails={"06.3.full": "not-taken", "06.3.due": "still-there", "06.3.flat": "not-all"},
        edits=[
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                "return [self.waiting[number][0] for number in range(count)]",
            )
        ],
    ),
    Wrong(
        "core_takes_what_is_there",
        believes="Takes for `take` what `flush` is",
        fails={"06.3.full": "too-few", "06.3.due": "too-early"},
        edits=[("return [] if due is None or now < due else self.flush()", "return self.flush()")],
    ),
    Wrong(
        "core_flushes_full_only",
        believes="Only full batches may leave",
        fails={"06.3.full": "flush-waits", "06.3.due": None},
        edits=[
            (
                """
                if len(self) >= self.max_size:
                    return self.waiting[self.max_size - 1][1]
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                "return self.waiting[self.max_size - 1][1] if len(self) >= self.max_size else None",
            ),
            (
                """
                due = self.next_due()
                return [] if due is None or now < due else self.flush()
                """,
                "return self.flush()",
            ),
            (
                """
                count = min(self.max_size, len(self))
                return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                """
                if len(self) < self.max_size:
                    return []
                return [self.waiting.popleft()[0] for _ in range(self.max_size)]
                """,
            ),
        ],
    ),
    Wrong(
        "core_zero_is_no_moment",
        believes="Takes second 0 for no second",
        fails={"06.3.full": "zero", "06.3.due": "zero"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                "return [] if not due or now < due else self.flush()",
            )
        ],
    ),
    Wrong(
        "core_loses_falsy_items",
        believes="Gives out what is true",
        fails={"06.3.full": "falsy", "06.3.flat": "not-all"},
        edits=[
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                "return [item for item, _ in [self.waiting.popleft() for _ in range(count)] if item]",
            ),
        ],
    ),
    Wrong(
        "core_knows_no_full",
        believes="Only time makes a batch due",
        fails={"06.3.full": "full-unknown", "06.3.due": None, "06.3.flat": None},
        edits=[
            (
                """
                if len(self) >= self.max_size:
                    return self.waiting[self.max_size - 1][1]
                """,
                "",
            ),
            (
                """
                count = min(self.max_size, len(self))
                return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                "return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self.waiting)))]",
            ),
        ],
    ),
    Wrong(
        "core_merges_equals",
        believes="Takes an item that waits already for the same one",
        fails={"06.3.full": "equal-items", "06.3.due": "count"},
        edits=[
            (
                "self.waiting.append((item, now))",
                """
                if item not in [other for other, _ in self.waiting]:
                    self.waiting.append((item, now))
                """,
            ),
        ],
    ),
    Wrong(
        "core_forgets_silently",
        believes="Bounds the deque at the size of a batch",
        fails={"06.3.full": "item-lost", "06.3.due": "count"},
        edits=[
            ("self.waiting = deque()  # of pairs: an item, and when it came", "self.waiting = deque(maxlen=max_size)")
        ],
    ),
    Wrong(
        "core_long_enough",
        believes="Believes that ten batches are the most that ever wait",
        fails={"06.3.full": "item-lost"},
        edits=[
            (
                "self.waiting = deque()  # of pairs: an item, and when it came",
                "self.waiting = deque(maxlen=10 * max_size)",
            ),
        ],
    ),
    Wrong(
        "core_full_by_oldest",
        believes="Keeps one moment for full batches and for late ones: that of the oldest item",
        fails={"06.3.full": "due-oldest", "06.3.due": "full-first"},
        edits=[("return self.waiting[self.max_size - 1][1]", "return self.waiting[0][1]")],
    ),
    Wrong(
        "core_full_exactly",
        believes="Asks whether a batch is full, and not whether it is more than that",
        fails={"06.3.full": "exactly-full", "06.3.due": "full-first"},
        edits=[("if len(self) >= self.max_size:", "if len(self) == self.max_size:")],
    ),
    Wrong(
        "core_full_by_newest",
        believes="Takes the newest item for the one that fills the batch",
        fails={"06.3.full": "due-newest", "06.3.due": None},
        edits=[("return self.waiting[self.max_size - 1][1]", "return self.waiting[-1][1]")],
    ),
    Wrong(
        "core_takes_all",
        believes="Gives out everything once a batch is full",
        fails={"06.3.full": "too-many", "06.3.due": "too-many"},
        edits=[("count = min(self.max_size, len(self))", "count = len(self)")],
    ),
    Wrong(
        "core_flushes_all",
        believes="Has `flush` give out all that waits",
        fails={"06.3.full": "too-many"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                """
                count = min(self.max_size, len(self))
                return [] if due is None or now < due else [self.waiting.popleft()[0] for _ in range(count)]
                """,
            ),
            (
                """
                    count = min(self.max_size, len(self))
                    return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                "    return [self.waiting.popleft()[0] for _ in range(len(self.waiting))]",
            ),
        ],
    ),
    Wrong(
        "core_takes_newest",
        believes="Pops items from the end",
        fails={"06.3.full": "newest-first", "06.3.due": None},
        edits=[
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                "return [self.waiting.pop()[0] for _ in range(count)]",
            )
        ],
    ),
    Wrong(
        "core_fills_batches",
        believes="Puts each item into its batch as soon as it is offered, by the `max_size` of that moment",
        fails={"06.3.full": "size-fixed"},
    ),
    Wrong(
        "core_keeps_first_size",
        believes="Looks at `max_size` once",
        fails={"06.3.full": "size-fixed"},
        edits=[
            ("self.max_size, self.max_wait = max_size, max_wait", "self.size, self.max_wait = max_size, max_wait"),
            (
                """
                if len(self) >= self.max_size:
                    return self.waiting[self.max_size - 1][1]
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                """
                if len(self) >= self.size:
                    return self.waiting[self.size - 1][1]
                return self.waiting[0][1] + self.max_wait if self.waiting and self.max_wait is not None else None
                """,
            ),
            (
                """
                count = min(self.max_size, len(self))
                return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                "return [self.waiting.popleft()[0] for _ in range(min(self.size, len(self)))]",
            ),
        ],
    ),
    Wrong(
        "core_a_moment_late",
        believes="Lets the moment pass in which a batch is due",
        fails={"06.3.full": "a-moment-late", "06.3.due": "not-taken"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                "return [] if due is None or now <= due else self.flush()",
            )
        ],
    ),
    Wrong(
        "core_rounds",
        believes="Keeps whole seconds",
        fails={"06.3.full": "rounded", "06.3.due": "rounded"},
        edits=[
            (
                "self.waiting.append((item, now))",
                "self.waiting.append((item, int(now)))",
            ),
        ],
    ),
    Wrong(
        "core_keeps_floats",
        believes="Makes a float of every time, which has no room for nanoseconds since 1970",
        fails={"06.3.full": "rounded"},
        edits=[("self.waiting.append((item, now))", "self.waiting.append((item, float(now)))")],
    ),
    Wrong(
        "core_takes_by_time_only",
        believes="Gives out the batches of a core that has a time limit, and no others",
        fails={"06.3.full": "not-given"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                "return [] if due is None or self.max_wait is None or now < due else self.flush()",
            )
        ],
    ),
    Wrong(
        "core_knows_items",
        believes="Knows since when an item waits by the item",
        fails={"06.3.full": "raised"},
        edits=[
            (
                "self.waiting.append((item, now))",
                """
                if item != self.waiting:
                    self.waiting.append((item, now))
                """,
            ),
        ],
    ),
    Wrong(
        "core_by_size_alone",
        believes="Leaves the time for later",
        fails={"06.3.due": "size-alone"},
        edits=[("return self.waiting[0][1] + self.max_wait", "return None")],
    ),
    Wrong(
        "core_newest_sets_alarm",
        believes="Has each item set the alarm anew",
        fails={"06.3.due": "newest"},
        edits=[("return self.waiting[0][1] + self.max_wait", "return self.waiting[-1][1] + self.max_wait")],
    ),
    Wrong(
        "core_a_little_early",
        believes="Allows for rounding, and gives a batch a little too early",
        fails={"06.3.due": "too-early"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                "return [] if due is None or now < due - 1e-9 else self.flush()",
            )
        ],
    ),
    Wrong(
        "core_leaves_who_is_not_due",
        believes="Gives out the items that have waited for too long, and no others",
        fails={"06.3.due": "left-behind"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                """
                if due is None or now < due or len(self) >= self.max_size:
                    return [] if due is None or now < due else self.flush()
                overdue = []
                while self.waiting and self.waiting[0][1] + self.max_wait <= now:
                    overdue.append(self.waiting.popleft()[0])
                return overdue
                """,
            )
        ],
    ),
    Wrong(
        "core_zero_is_nothing",
        believes="Takes a time of 0 for no time",
        fails={"06.3.due": "zero"},
        edits=[("if self.max_wait is None or not self.waiting:", "if not self.max_wait or not self.waiting:")],
    ),
    Wrong(
        "core_begins_at_zero",
        believes="Has time begin at 0",
        fails={"06.3.due": "negative"},
        edits=[
            (
                "self.waiting.append((item, now))",
                "self.waiting.append((item, max(0, now)))",
            ),
        ],
    ),
    Wrong(
        "core_takes_the_earlier_moment",
        believes="Takes the earlier moment where a batch is full and due",
        fails={"06.3.due": "full-late"},
        edits=[
            (
                """
                    return self.waiting[self.max_size - 1][1]
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                """
                    full_at = self.waiting[self.max_size - 1][1]
                    return full_at if self.max_wait is None else min(full_at, self.waiting[0][1] + self.max_wait)
                return None if self.max_wait is None or not self.waiting else self.waiting[0][1] + self.max_wait
                """,
            ),
        ],
    ),
    Wrong(
        "core_forgets_who_stays",
        believes="Has those who stay behind wait from the moment when the others left",
        fails={"06.3.due": "forgotten"},
        edits=[
            (
                """
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                "return self.waiting[0][1] + self.max_wait if self.waiting and self.max_wait is not None else None",
            ),
            (
                "return [] if due is None or now < due else self.flush()",
                """
                if due is None or now < due:
                    return []
                batch = self.flush()
                if self.max_wait is not None:
                    self.waiting = deque((item, now) for item, _ in self.waiting)
                return batch
                """,
            ),
            (
                """
                count = min(self.max_size, len(self))
                return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                "return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self)))]",
            ),
        ],
    ),
    Wrong(
        "core_keeps_deadlines",
        believes="Works out when an item is due while it is offered, by the `max_wait` of that moment",
        fails={"06.3.due": "wait-fixed"},
        edits=[
            (
                "self.waiting.append((item, now))",
                "self.waiting.append((item, now, None if self.max_wait is None else now + self.max_wait))",
            ),
            (
                """
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                "return self.waiting[0][2] if self.waiting else None",
            ),
            (
                """
                count = min(self.max_size, len(self))
                return [self.waiting.popleft()[0] for _ in range(count)]
                """,
                "return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self)))]",
            ),
        ],
    ),
    Wrong(
        "core_subtracts",
        believes="Asks how long the oldest has waited",
        fails={"06.3.due": "other-sum"},
        edits=[
            (
                "return [] if due is None or now < due else self.flush()",
                """
                waited = due is not None and (len(self) >= self.max_size or now - self.waiting[0][1] >= self.max_wait)
                return self.flush() if waited else []
                """,
            ),
        ],
    ),
    Wrong(
        "core_moves_a_mark",
        believes="Keeps all items, and moves a mark over them",
        fails={"06.3.flat": "items"},
    ),
    Wrong(
        "core_remembers_the_last",
        believes="Keeps the last batch, to show it",
        fails={"06.3.flat": "some-items"},
        edits=[
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                """
                self.last = [self.waiting.popleft()[0] for _ in range(count)]
                return list(self.last)
                """,
            ),
        ],
    ),
    Wrong(
        "core_keeps_moments",
        believes="Removes items, and keeps the moments in which they came",
        fails={"06.3.flat": "moments"},
        edits=[
            (
                "self.waiting = deque()  # of pairs: an item, and when it came",
                "self.waiting, self.moments, self.taken = deque(), [], 0",
            ),
            (
                "self.waiting.append((item, now))",
                """
                self.waiting.append(item)
                self.moments.append(now)
                """,
            ),
            (
                """
                    return self.waiting[self.max_size - 1][1]
                if self.max_wait is None or not self.waiting:
                    return None
                return self.waiting[0][1] + self.max_wait
                """,
                """
                    return self.moments[self.taken + self.max_size - 1]
                return self.moments[self.taken] + self.max_wait if self.waiting and self.max_wait is not None else None
                """,
            ),
            (
                "return [self.waiting.popleft()[0] for _ in range(count)]",
                """
                self.taken += count
                return [self.waiting.popleft() for _ in range(count)]
                """,
            ),
        ],
    ),
]
