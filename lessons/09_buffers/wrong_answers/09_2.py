"""Misconceptions about task 09.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "core_none_for_true",
        believes="Says what went wrong, and nothing when all went well",
        fails={"09.2.full": "no-answer"},
        edits=[("return True", "")],
    ),
    Wrong(
        "core_takes_lazily",
        believes="Hands the items out one by one",
        fails={"09.2.full": "no-list", "09.2.counts": "other-items"},
        edits=[
            (
                """
                batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]
                self.taken += len(batch)
                return batch
                """,
                """
                for _ in range(min(max_items, len(self._items))):
                    self.taken += 1
                    yield self._items.popleft()
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_the_newest",
        believes="Takes from the end at which items come in",
        fails={"09.2.full": "newest-first", "09.2.closed": "rest-lost"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = [self._items.pop() for _ in range(min(max_items, len(self._items)))]",
            )
        ],
    ),
    Wrong(
        "core_error_after_append",
        believes="Puts the item in, and complains afterwards",
        fails={"09.2.full": "error-keeps", "09.2.counts": "other-items", "09.2.held": None},
        edits=[
            (
                'if self.policy == "error":',
                """
                if self.policy == "error":
                    self._items.append(item)
                """,
            )
        ],
    ),
    Wrong(
        "core_replaces_the_last",
        believes="Takes the newest to be the last that waits, and puts the new item in its place",
        fails={"09.2.full": "refused-in"},
        edits=[
            (
                "return False",
                """
                self._items[-1] = item
                return False
                """,
            )
        ],
    ),
    Wrong(
        "core_one_place_more",
        believes="Asks whether there are too many, before one more comes in",
        fails={"09.2.full": "one-more", "09.2.counts": "other-items", "09.2.held": "some-kept"},
        edits=[("if len(self._items) >= self.capacity:", "if len(self._items) > self.capacity:")],
    ),
    Wrong(
        "core_full_by_identity",
        believes="Asks by `is` whether two numbers are equal",
        fails={"09.2.full": "one-more"},
        edits=[("if len(self._items) >= self.capacity:", "if len(self._items) is self.capacity:")],
    ),
    Wrong(
        "core_takes_one_at_least",
        believes="Takes first, and then asks whether that is enough",
        fails={"09.2.full": "none-asked", "09.2.counts": "other-items"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = [self._items.popleft() for _ in range(min(max(max_items, 1), len(self._items)))]",
            )
        ],
    ),
    Wrong(
        "core_counts_all_that_came",
        believes="Takes a core for full once as many have come as it has places",
        fails={"09.2.full": "room-unseen", "09.2.counts": None, "09.2.held": None},
        edits=[("if len(self._items) >= self.capacity:", "if self.added >= self.capacity:")],
    ),
    Wrong(
        "core_takes_all",
        believes="Takes whatever is there",
        fails={"09.2.full": "not-as-many", "09.2.counts": "other-items"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = [self._items.popleft() for _ in range(len(self._items))]",
            )
        ],
    ),
    Wrong(
        "core_takes_nothing",
        believes="Looks at the items, and leaves it to somebody else to take them",
        fails={
            "09.2.full": "not-as-many",
            "09.2.counts": "other-items",
            "09.2.closed": "rest-lost",
            "09.2.held": "nothing",
        },
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = []",
            )
        ],
    ),
    Wrong(
        "core_turns_a_batch_around",
        believes="Finds the oldest, and hands them out from the last to the first",
        fails={"09.2.full": "order", "09.2.closed": "rest-lost"},
        edits=[("return batch", "return batch[::-1]")],
    ),
    Wrong(
        "core_always_pushes",
        believes="Has one answer to a full core, as a deque has",
        fails={"09.2.full": "pushed", "09.2.counts": None},
        edits=[
            (
                """
                if self.policy in ("drop_newest", "block"):
                    return False
                """,
                "",
            )
        ],
    ),
    Wrong(
        "core_block_pushes",
        believes="Knows of one policy that refuses, and of one that raises",
        fails={"09.2.full": "pushed", "09.2.counts": "refused-added"},
        edits=[('if self.policy in ("drop_newest", "block"):', 'if self.policy == "drop_newest":')],
    ),
    Wrong(
        "core_error_makes_room_first",
        believes="Makes room, and then finds that it must raise",
        fails={"09.2.full": "pushed", "09.2.counts": None},
        edits=[
            (
                'if self.policy == "error":',
                """
                if self.policy == "error":
                    self._items.popleft()
                """,
            )
        ],
    ),
    Wrong(
        "core_never_pushes",
        believes="Turns away whatever comes to a full core",
        fails={"09.2.full": "oldest-kept", "09.2.counts": None},
        edits=[
            (
                """
                if self.policy in ("drop_newest", "block"):
                    return False
                self._items.popleft()
                """,
                "return False",
            )
        ],
    ),
    Wrong(
        "core_says_false_for_the_oldest",
        believes="Lets `offer` say that something was lost",
        fails={"09.2.full": "accepted-denied"},
        edits=[
            (
                "self._items.popleft()",
                """
                self._items.popleft()
                self._items.append(item)
                self.added += 1
                return False
                """,
            )
        ],
    ),
    Wrong(
        "core_pushes_the_newest",
        believes="Makes room at the wrong end",
        fails={"09.2.full": "wrong-end"},
        edits=[("self._items.popleft()", "self._items.pop()")],
    ),
    Wrong(
        "core_error_says_false",
        believes="Leaves it to the writer to look at the answer",
        fails={"09.2.full": "error-silent"},
        edits=[
            (
                """
                if self.policy == "error":
                    raise BufferFullError(f"all {self.capacity} places are taken: read faster")
                """,
                "",
            ),
            ('if self.policy in ("drop_newest", "block"):', 'if self.policy != "drop_oldest":'),
        ],
    ),
    Wrong(
        "core_raises_another_error",
        believes="Raises, and looks no further for a name",
        fails={"09.2.full": "error-silent"},
        edits=[
            (
                'raise BufferFullError(f"all {self.capacity} places are taken: read faster")',
                'raise ClosedError(f"all {self.capacity} places are taken: read faster")',
            )
        ],
    ),
    Wrong(
        "core_raises_under_block",
        believes="Raises whenever nobody can wait",
        fails={"09.2.full": "block-raises"},
        edits=[('if self.policy == "error":', 'if self.policy in ("error", "block"):')],
    ),
    Wrong(
        "core_says_true_of_the_refused",
        believes="Says that the offer was dealt with",
        fails={"09.2.full": "accepted-claimed"},
        edits=[("return False", "return True")],
    ),
    Wrong(
        "core_refuses_what_is_falsy",
        believes="Takes an item that is None, 0 or empty for none",
        fails={"09.2.full": "falsy"},
        edits=[
            (
                "if self.closed:",
                """
                if not item:
                    return False
                if self.closed:
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_up_to_none",
        believes="Takes None for the sign that nothing is there",
        fails={"09.2.full": "falsy"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                """
                batch = []
                while self._items and self._items[0] is not None and len(batch) < max_items:
                    batch.append(self._items.popleft())
                """,
            )
        ],
    ),
    Wrong(
        "core_keeps_a_falsy_oldest",
        believes="Asks whether there is an oldest by its truth",
        fails={"09.2.full": "falsy"},
        edits=[
            (
                "self._items.popleft()",
                """
if self._items[0]:
    self._items.popleft()
""",
            )
        ],
    ),
    Wrong(
        "core_without_false",
        believes="Takes False for no item",
        fails={"09.2.full": "falsy"},
        edits=[
            (
                "self._items.append(item)",
                """
                if item is not False:
                    self._items.append(item)
                """,
            ),
        ],
    ),
    Wrong(
        "core_lets_nothing_in_twice",
        believes="Takes an item that equals one in the core for the same",
        fails={"09.2.full": "equal"},
        edits=[
            (
                "if self.closed:",
                """
                if item in self._items:
                    return True
                if self.closed:
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_too_many",
        believes="Takes as many as are asked for, whether they are there or not",
        fails={"09.2.full": "raised", "09.2.counts": "raised", "09.2.closed": "raised", "09.2.held": "raised"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = [self._items.popleft() for _ in range(max_items)]",
            )
        ],
    ),
    Wrong(
        "core_asks_whether_equal",
        believes="Looks whether the item is the newest already",
        fails={"09.2.full": "raised"},
        edits=[
            (
                "self._items.append(item)",
                """
                if not self._items or self._items[-1] != item or item:
                    self._items.append(item)
                """,
            ),
        ],
    ),
    Wrong(
        "core_drops_silently",
        believes="Counts what it turns away, and not what it pushes out",
        fails={"09.2.counts": "drops-silent"},
        edits=[
            (
                "self._items.popleft()",
                """
                self.dropped -= 1
                self._items.popleft()
                """,
            )
        ],
    ),
    Wrong(
        "core_refuses_silently",
        believes="Counts what it pushes out, and leaves the rest to the writer, who was told",
        fails={"09.2.counts": "refusals-silent"},
    ),
    Wrong(
        "core_adds_the_refused",
        believes="Counts every offer as added",
        fails={"09.2.counts": "refused-added"},
        edits=[
            (
                "self.dropped += 1",
                """
                self.dropped += 1
                self.added += self.policy != "drop_oldest"
                """,
            )
        ],
    ),
    Wrong(
        "core_one_for_one",
        believes="Leaves `added` alone where one item takes the place of another",
        fails={"09.2.counts": "pushed-not-added"},
        edits=[
            (
                "self._items.popleft()",
                """
                self._items.popleft()
                self.added -= 1
                """,
            )
        ],
    ),
    Wrong(
        "core_counts_what_was_asked",
        believes="Counts what was asked for as taken",
        fails={"09.2.counts": "asked-not-taken"},
        edits=[("self.taken += len(batch)", "self.taken += max_items")],
    ),
    Wrong(
        "core_counts_calls",
        believes="Counts how often something was taken",
        fails={"09.2.counts": "calls-counted"},
        edits=[("self.taken += len(batch)", "self.taken += 1")],
    ),
    Wrong(
        "core_does_not_count_what_it_takes",
        believes="Counts what comes in alone",
        fails={"09.2.counts": "taken-uncounted"},
        edits=[("self.taken += len(batch)", "")],
    ),
    Wrong(
        "core_counts_a_refusal_twice",
        believes="Counts what is refused once as full and once as dropped",
        fails={"09.2.counts": "dropped-twice"},
        edits=[
            (
                "return False",
                """
                self.dropped += 1
                return False
                """,
            )
        ],
    ),
    Wrong(
        "core_mark_before_one_goes",
        believes="Puts the new item in, looks at the mark, and pushes the oldest out",
        fails={"09.2.counts": "no-mark"},
        edits=[
            ("self._items.popleft()", ""),
            (
                "self.high_water_mark = max(self.high_water_mark, len(self._items))",
                """
                self.high_water_mark = max(self.high_water_mark, len(self._items))
                if len(self._items) > self.capacity:
                    self._items.popleft()
                """,
            ),
        ],
    ),
    Wrong(
        "core_mark_falls",
        believes="Takes the mark for what is there now",
        fails={"09.2.counts": "no-mark"},
        edits=[
            (
                "self.high_water_mark = max(self.high_water_mark, len(self._items))",
                "self.high_water_mark = len(self._items)",
            )
        ],
    ),
    Wrong(
        "core_mark_is_the_capacity",
        believes="Supposes that the core has been full",
        fails={"09.2.counts": "no-mark"},
        edits=[
            (
                "self.high_water_mark = max(self.high_water_mark, len(self._items))",
                "self.high_water_mark = self.capacity",
            )
        ],
    ),
    Wrong(
        "core_mark_when_taken",
        believes="Looks at the mark only when somebody takes",
        fails={"09.2.counts": "no-mark"},
        edits=[
            (
                """
                    self.high_water_mark = max(self.high_water_mark, len(self._items))
                    return True

                def take(self, max_items):
                """,
                """
                    return True

                def take(self, max_items):
                    self.high_water_mark = max(self.high_water_mark, len(self._items))
                """,
            )
        ],
    ),
    Wrong(
        "core_mark_without_the_new",
        believes="Looks at the mark before the new item is in",
        fails={"09.2.counts": "no-mark"},
        edits=[
            (
                """
                self._items.append(item)
                self.added += 1
                self.high_water_mark = max(self.high_water_mark, len(self._items))
                """,
                """
                self.high_water_mark = max(self.high_water_mark, len(self._items))
                self._items.append(item)
                self.added += 1
                """,
            )
        ],
    ),
    Wrong(
        "core_waits_for_ever",
        believes="Waits for a batch that the core cannot hold",
        fails={"09.2.ready": "for-ever"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return len(self._items) >= count or self.closed",
            )
        ],
    ),
    Wrong(
        "core_waits_when_closed",
        believes="Waits on, though nothing can come",
        fails={"09.2.ready": "closed-ignored"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return len(self._items) >= min(count, self.capacity)",
            )
        ],
    ),
    Wrong(
        "core_waits_when_closed_and_empty",
        believes="Has nothing to take when nothing is there, closed or not",
        fails={"09.2.ready": "closed-and-empty"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return len(self._items) >= min(count, self.capacity) or (self.closed and len(self._items) > 0)",
            )
        ],
    ),
    Wrong(
        "core_ready_with_anything",
        believes="Is ready as soon as there is something to take",
        fails={"09.2.ready": "impatient"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return len(self._items) > 0 or self.closed",
            )
        ],
    ),
    Wrong(
        "core_wants_one_more",
        believes="Is ready when more than enough are there",
        fails={"09.2.ready": "late"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return len(self._items) > count or len(self._items) == self.capacity or self.closed",
            )
        ],
    ),
    Wrong(
        "core_ready_with_something",
        believes="Is ready only with an item in it",
        fails={"09.2.ready": "late"},
        edits=[
            (
                "return len(self._items) >= min(count, self.capacity) or self.closed",
                "return bool(self._items) and len(self._items) >= min(count, self.capacity) or self.closed",
            )
        ],
    ),
    Wrong(
        "core_never_closes",
        believes="Leaves it to the writer to stop",
        fails={"09.2.closed": "let-in"},
        edits=[
            (
                """
                if self.closed:
                    raise ClosedError("this buffer was closed: nothing can be added any more")
                """,
                "",
            )
        ],
    ),
    Wrong(
        "core_closed_comes_second",
        believes="Looks whether the core is closed only when there is room",
        fails={"09.2.closed": "full-first"},
    ),
    Wrong(
        "core_closed_for_readers_too",
        believes="Gives nothing out any more once it is closed",
        fails={"09.2.closed": "rest-lost"},
        edits=[
            (
                "batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]",
                "batch = [self._items.popleft() for _ in range(0 if self.closed else min(max_items, len(self._items)))]",
            )
        ],
    ),
    Wrong(
        "core_counts_when_closed",
        believes="Counts as dropped what comes too late",
        fails={"09.2.closed": "counted"},
        edits=[
            (
                "if self.closed:",
                """
                if self.closed:
                    self.dropped += 1
                """,
            )
        ],
    ),
    Wrong(
        "core_gives_none_when_empty",
        believes="Gives one item where one is wanted, and the same again when there is no other",
        fails={"09.2.closed": "not-empty"},
        edits=[
            (
                "self.taken += len(batch)",
                """
                self.taken += len(batch)
                if self.closed and not batch:
                    return [None]
                """,
            )
        ],
    ),
    Wrong(
        "core_keeps_the_dropped",
        believes="Keeps what it pushes out, to be able to say what it was",
        fails={"09.2.held": "kept"},
        edits=[("self._items.popleft()", 'self.lost = [*getattr(self, "lost", []), self._items.popleft()]')],
    ),
    Wrong(
        "core_keeps_the_last_batch",
        believes="Keeps the last batch, in case that its reader asks again",
        fails={"09.2.held": "some-kept"},
        edits=[
            (
                "self.taken += len(batch)",
                """
                self.taken += len(batch)
                self.last = [*batch, *getattr(self, "last", [])[:5]]
                """,
            )
        ],
    ),
    Wrong(
        "core_keeps_the_last_that_it_pushed_out",
        believes="Keeps what was lost last, for whoever asks",
        fails={"09.2.held": "some-kept"},
        edits=[("self._items.popleft()", "self.lost = self._items.popleft()")],
    ),
    Wrong(
        "core_keeps_the_last_that_it_refused",
        believes="Keeps what was turned away last, to try again",
        fails={"09.2.held": "some-kept"},
        edits=[("return False", "self.refused = item\nreturn False")],
    ),
    Wrong(
        "core_keeps_what_came_too_late",
        believes="Keeps what was offered after the end",
        fails={"09.2.held": "some-kept"},
        edits=[
            (
                "if self.closed:",
                """
                if self.closed:
                    self._late = item
                """,
            ),
        ],
    ),
]
