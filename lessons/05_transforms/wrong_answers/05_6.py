"""Misconceptions about task 05.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "both_read_for_all",
        believes="Keeps all readers in one list",
        fails={"05.6.gap": "two-calls"},
        edits=[
            (
                "def both(source):",
                "def both(source, readers=[]):",
            ),
            ("readers = []", ""),
        ],
    ),
    Wrong(
        "both_share_out",
        believes="Hands out the source itself, twice",
        fails={"05.6.gap": "shared-out"},
    ),
    Wrong(
        "both_read_all",
        believes="Copies the source for each reader",
        fails={"05.6.gap": "all-read"},
    ),
    Wrong(
        "both_go_on",
        believes="Clears what waits, and lets a reader who has left pull anew",
        fails={"05.6.gap": "after-leaving"},
        edits=[
            (
                """
                if self not in self.readers:
                    raise StopIteration
                """,
                """
                if self not in self.readers:
                    return next(self.source)
                """,
            ),
        ],
    ),
    Wrong(
        "both_close_at_once",
        believes="Closes the source when one has left",
        fails={"05.6.gap": "closed-too-early"},
        edits=[
            (
                """
                if not self.readers:
                    self.source.close()
                """,
                "self.source.close()",
            ),
        ],
    ),
    Wrong(
        "both_count_departures",
        believes="Counts how often somebody has left",
        fails={"05.6.gap": "closed-too-early"},
    ),
    Wrong(
        "both_as_generators",
        believes="Cleans up in the finally of a generator, which runs only in one that has begun",
        fails={"05.6.gap": "never-began"},
    ),
    Wrong(
        "both_keep_all",
        believes="Keeps all that came, with a place for each reader",
        fails={"05.6.gap": "had-by-both"},
    ),
    Wrong(
        "both_by_tee",
        believes="Takes `tee`, which keeps items in blocks, and cannot be told who has left",
        fails={"05.6.gap": "had-by-both"},
    ),
    Wrong(
        "both_true_items",
        believes="Keeps for the other what is true",
        fails={"05.6.gap": "falsy-lost"},
        edits=[
            (
                """
                for reader in self.readers:
                    reader.waiting.append(item)
                """,
                """
                for reader in self.readers:
                    if item or reader is self:
                        reader.waiting.append(item)
                """,
            ),
        ],
    ),
    Wrong(
        "both_from_the_end",
        believes="Takes what waits from the wrong end",
        fails={"05.6.gap": "last-first"},
        edits=[
            (
                "return self.waiting.popleft()",
                "return self.waiting.pop()",
            ),
        ],
    ),
    Wrong(
        "both_keep_for_who_has_left",
        believes="Lets what waits for a reader lie when it leaves",
        fails={"05.6.gap": "left-behind"},
        edits=[
            ("self.waiting.clear()", "pass"),
        ],
    ),
    Wrong(
        "both_merge_equals",
        believes="Keeps an item for a reader unless an equal one waits already",
        fails={"05.6.gap": "equal-items"},
        edits=[
            (
                "reader.waiting.append(item)",
                """
                if item not in reader.waiting:
                    reader.waiting.append(item)
                """,
            )
        ],
    ),
    Wrong(
        "both_a_hundred",
        believes="Keeps the last hundred items for who is behind",
        fails={"05.6.gap": "far-behind"},
        edits=[
            (
                "self.source, self.readers, self.waiting = source, readers, deque()",
                "self.source, self.readers, self.waiting = source, readers, deque(maxlen=100)",
            ),
        ],
    ),
    Wrong(
        "both_one_register",
        believes="Keeps the readers of all calls in one list, and begins it anew",
        fails={"05.6.gap": "another-call"},
    ),
    Wrong(
        "both_leave_open",
        believes="Leaves the source to somebody else",
        fails={"05.6.gap": "left-open"},
        edits=[
            (
                """
                if not self.readers:
                    self.source.close()
                """,
                "pass",
            ),
        ],
    ),
    Wrong(
        "both_by_hash",
        believes="Counts items by their hash",
        fails={"05.6.gap": "raised"},
        edits=[
            (
                "item = next(self.source)",
                """
                item = next(self.source)
                hash(item)
                """,
            ),
        ],
    ),
]
