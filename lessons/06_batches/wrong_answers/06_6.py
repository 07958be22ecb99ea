"""Misconceptions about task 06.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "post_for_all",
        believes="Keeps what waits in the class",
        fails={"06.6.batches": "shared"},
        edits=[
            (
                "self.waiting = OrderedDict()  # key: since when, and the items; the first one is due first",
                """
                self.waiting = self.__class__.__dict__.get("all") or OrderedDict()
                BatchesByKey.all = self.waiting
                """,
            )
        ],
    ),
    Wrong(
        "post_one_by_one",
        believes="Gives what is due one by one",
        fails={"06.6.batches": "no-list"},
        edits=[("return left", "return iter(left)")],
    ),
    Wrong(
        "post_gives_an_empty_list",
        believes="Gives an empty list where nothing leaves",
        fails={"06.6.batches": "not-none", "06.6.looks": "other-batches"},
        edits=[
            (
                "return self.waiting.pop(key)[1] if len(items) == self.max_size else None",
                "return self.waiting.pop(key)[1] if len(items) == self.max_size else []",
            ),
        ],
    ),
    Wrong(
        "post_knows_no_falsy_key",
        believes="Takes a falsy key for none",
        fails={"06.6.batches": "falsy"},
        edits=[
            (
                "while self.waiting and self.next_due() <= now:",
                "while next(iter(self.waiting), None) and self.next_due() <= now:",
            )
        ],
    ),
    Wrong(
        "post_asks_before_it_puts_in",
        believes="Begins a batch, and asks whether one is full where it adds to one",
        fails={"06.6.batches": "of-one"},
        edits=[
            (
                "_, items = self.waiting.setdefault(key, (now, []))",
                """
                if key not in self.waiting:
                    self.waiting[key] = now, [item]
                    return None
                _, items = self.waiting[key]
                """,
            )
        ],
    ),
    Wrong(
        "post_never_at_once",
        believes="Takes a `max_wait` of 0 for none",
        fails={"06.6.batches": "at-once"},
        edits=[
            (
                "self.max_size, self.max_wait = max_size, max_wait",
                "self.max_size, self.max_wait = max_size, max_wait or 60",
            )
        ],
    ),
    Wrong(
        "post_in_whole_seconds",
        believes="Counts whole seconds",
        fails={"06.6.batches": "fraction"},
        edits=[
            (
                "self.max_size, self.max_wait = max_size, max_wait",
                "self.max_size, self.max_wait = max_size, int(max_wait)",
            )
        ],
    ),
    Wrong(
        "post_takes_first",
        believes="Lets leave what is due before it accepts anything",
        fails={"06.6.batches": "overdue"},
        edits=[
            (
                "_, items = self.waiting.setdefault(key, (now, []))",
                """
                self.take(now)
                _, items = self.waiting.setdefault(key, (now, []))
                """,
            ),
        ],
    ),
    Wrong(
        "post_waits_though_full",
        believes="Lets batches leave with `take` alone",
        fails={"06.6.batches": "never-full", "06.6.looks": "other-batches"},
        edits=[
            ("return self.waiting.pop(key)[1] if len(items) == self.max_size else None", "return None"),
        ],
    ),
    Wrong(
        "post_by_the_newest",
        believes="Lets a batch wait from its newest item on",
        fails={"06.6.batches": "newest", "06.6.looks": "other-batches"},
        edits=[
            (
                "_, items = self.waiting.setdefault(key, (now, []))",
                """
                _, items = self.waiting.pop(key, (now, []))
                self.waiting[key] = now, items
                """,
            )
        ],
    ),
    Wrong(
        "post_since_for_ever",
        believes="Remembers of each key when it began, once and for all",
        fails={"06.6.batches": "began-before", "06.6.looks": "held"},
        edits=[
            (
                "_, items = self.waiting.setdefault(key, (now, []))",
                """
                self.__dict__.setdefault("since", {}).setdefault(key, now)
                _, items = self.waiting.setdefault(key, (self.since[key], []))
                """,
            )
        ],
    ),
    Wrong(
        "post_in_its_old_place",
        believes="Leaves a key in its place when its batch has left",
        fails={"06.6.batches": "began-before", "06.6.looks": "asks-all"},
    ),
    Wrong(
        "post_a_little_late",
        believes="Lets a batch leave when it is overdue",
        fails={"06.6.batches": "border", "06.6.looks": "other-batches"},
        edits=[
            ("while self.waiting and self.next_due() <= now:", "while self.waiting and self.next_due() < now:"),
        ],
    ),
    Wrong(
        "post_subtracts",
        believes="Asks how long the first batch has waited",
        fails={"06.6.batches": "border"},
        edits=[
            (
                "while self.waiting and self.next_due() <= now:",
                "while self.waiting and now - next(iter(self.waiting.values()))[0] >= self.max_wait:",
            ),
        ],
    ),
    Wrong(
        "post_takes_all",
        believes="Lets everything leave",
        fails={"06.6.batches": "not-due", "06.6.looks": "other-batches"},
        edits=[("while self.waiting and self.next_due() <= now:", "while self.waiting:")],
    ),
    Wrong(
        "post_again",
        believes="Gives what is due, and leaves it there",
        fails={"06.6.batches": "again", "06.6.looks": "other-batches"},
        edits=[
            (
                """
                while self.waiting and self.next_due() <= now:
                    key, (_, items) = self.waiting.popitem(last=False)
                    left.append((key, items))
                return left
                """,
                "return [(key, items) for key, (since, items) in self.waiting.items() if since + self.max_wait <= now]",
            )
        ],
    ),
    Wrong(
        "post_due_at_the_end_of_time",
        believes="Says infinity where nothing is due",
        fails={"06.6.batches": "none-waits"},
        edits=[
            (
                "return next((since + self.max_wait for since, _ in self.waiting.values()), None)",
                'return next((since + self.max_wait for since, _ in self.waiting.values()), float("inf"))',
            )
        ],
    ),
    Wrong(
        "post_first_alone",
        believes="Lets the first batch leave alone",
        fails={"06.6.batches": "first-alone", "06.6.looks": "other-batches"},
        edits=[("while self.waiting and self.next_due() <= now:", "if self.waiting and self.next_due() <= now:")],
    ),
    Wrong(
        "post_newest_first",
        believes="Puts what began last first",
        fails={"06.6.batches": "order"},
        edits=[("return left", "return left[::-1]")],
    ),
    Wrong(
        "post_asks_all",
        believes="Asks each batch whether it is the next",
        fails={"06.6.looks": "asks-all"},
        edits=[
            (
                "return next((since + self.max_wait for since, _ in self.waiting.values()), None)",
                "return min((since + self.max_wait for since, _ in self.waiting.values()), default=None)",
            )
        ],
    ),
    Wrong(
        "post_in_a_sorted_list",
        believes="Sorts what comes in order",
        fails={"06.6.looks": "searches"},
    ),
    Wrong(
        "post_remembers_keys",
        believes="Keeps a number for each key for ever",
        fails={"06.6.looks": "held"},
        edits=[
            (
                "items.append(item)",
                """
                items.append(item)
                self.__dict__.setdefault("came", {})[key] = len(items)
                """,
            )
        ],
    ),
    Wrong(
        "post_remembers_batches",
        believes="Keeps what has left, for a report at the end",
        fails={"06.6.looks": "items-held"},
        edits=[
            (
                "left.append((key, items))",
                """
                left.append((key, items))
                self.__dict__.setdefault("gone", []).append(items)
                """,
            )
        ],
    ),
]
