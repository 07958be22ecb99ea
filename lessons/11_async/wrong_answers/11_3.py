"""Misconceptions about task 11.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "core_gives_turns_away",
        believes="Gives the others a turn, and asks again",
        fails={"11.3.waits": "polls", "11.3.patience": "polls", "11.3.cancelled": "polls", "11.3.asks": "polls"},
    ),
    Wrong(
        "core_ready_counts",
        believes="Lets `ready` count the items itself: in a closed core they never come",
        fails={"11.3.waits": "for-ever"},
        edits=[
            (
                """
                        await self._until(lambda: self.core.is_ready(count), patience)

                async def take(self, count, patience=None):
                """,
                """
                        await self._until(lambda: len(self.core) >= count, patience)

                async def take(self, count, patience=None):
                """,
            )
        ],
    ),
    Wrong(
        "core_waits_for_count",
        believes="Counts the items itself, and never takes fewer than were asked for",
        fails={"11.3.waits": "for-ever"},
        edits=[
            (
                """
                await self._until(lambda: self.core.is_ready(count), patience)
                self.changed.notify_all()
                """,
                """
                await self._until(lambda: len(self.core) >= count, patience)
                self.changed.notify_all()
                """,
            )
        ],
    ),
    Wrong(
        "core_holds_it_twice",
        believes="Calls `ready` inside the block, which waits for what `take` holds",
        fails={
            "11.3.waits": "for-ever",
            "11.3.patience": "ignored",
            "11.3.cancelled": "not-told",
            "11.3.asks": "for-ever",
        },
        edits=[
            (
                """
                await self._until(lambda: self.core.is_ready(count), patience)
                self.changed.notify_all()
                """,
                """
                await self.ready(count, patience)
                self.changed.notify_all()
                """,
            )
        ],
    ),
    Wrong(
        "core_offers_at_once",
        believes="Leaves the waiting to the core, which knows of none",
        fails={
            "11.3.waits": "not-waited",
            "11.3.patience": "not-waited",
            "11.3.cancelled": "did-not-ask",
            "11.3.asks": "not-done",
        },
        edits=[("await self._until(self.core.has_room, patience)", "")],
    ),
    Wrong(
        "core_does_not_tell_readers",
        believes="Offers, and tells nobody",
        fails={
            "11.3.waits": "late",
            "11.3.patience": "not-told",
            "11.3.cancelled": "not-told",
            "11.3.asks": "for-ever",
        },
        edits=[("self.changed.notify_all()  # nobody runs before the block is left", "")],
    ),
    Wrong(
        "core_looks_now_and_then",
        believes="Sleeps a little, and looks",
        fails={"11.3.waits": "late", "11.3.patience": "not-told", "11.3.asks": "polls"},
    ),
    Wrong(
        "core_ready_takes",
        believes="Makes `ready` another `take`",
        fails={"11.3.waits": "ready-takes", "11.3.patience": None},
        edits=[
            (
                "async def take(self, count, patience=None):",
                """
                        return self.core.take(count)

                async def take(self, count, patience=None):
                """,
            )
        ],
    ),
    Wrong(
        "core_ready_puts_back",
        believes="Takes the items to see whether they are there, and puts them back",
        fails={"11.3.waits": "ready-takes"},
        edits=[
            (
                """
                    async with self.changed:
                        await self._until(lambda: self.core.is_ready(count), patience)

                async def take(self, count, patience=None):
                """,
                """
                    for item in await self.take(count, patience):
                        await self.offer(item, 0)

                async def take(self, count, patience=None):
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_all",
        believes="Takes all that is there, however few were asked for",
        fails={"11.3.waits": "too-much"},
        edits=[("return self.core.take(count)", "return self.core.take(self.core.capacity)")],
    ),
    Wrong(
        "core_asks_once",
        believes="Takes the first change for the one that it waits for",
        fails={
            "11.3.waits": "too-soon",
            "11.3.patience": "asked-once",
            "11.3.cancelled": "did-not-ask",
            "11.3.asks": "not-done",
        },
        edits=[
            (
                "await self.changed.wait_for(predicate)",
                """
                if not predicate():
                    await self.changed.wait()
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_at_first_word",
        believes="Waits until something has changed, and takes whatever is there",
        fails={"11.3.waits": "too-soon", "11.3.patience": None, "11.3.asks": "not-done"},
        edits=[
            (
                """
                await self._until(lambda: self.core.is_ready(count), patience)
                self.changed.notify_all()
                """,
                """
                await self._until(lambda: len(self.core) or self.core.closed, patience)
                self.changed.notify_all()
                """,
            )
        ],
    ),
    Wrong(
        "core_knows_no_patience",
        believes="Leaves `patience` aside",
        fails={"11.3.patience": "ignored"},
        edits=[("async with asyncio.timeout(patience):", "async with asyncio.timeout(None):")],
    ),
    Wrong(
        "core_lets_timeouts_out",
        believes="Lets the caller deal with `TimeoutError`",
        fails={"11.3.patience": "timeout-escapes"},
        edits=[("with suppress(TimeoutError):", "if True:")],
    ),
    Wrong(
        "core_offers_what_is_true",
        believes="Takes 0 for no item",
        fails={"11.3.patience": "falsy"},
        edits=[("return self.core.offer(item)", "return bool(item) and self.core.offer(item)")],
    ),
    Wrong(
        "core_gives_what_is_there",
        believes="Leaves out None, which might mean that nothing was there",
        fails={"11.3.patience": "falsy"},
        edits=[
            ("return self.core.take(count)", "return [item for item in self.core.take(count) if item is not None]"),
        ],
    ),
    Wrong(
        "core_counts_whole_seconds",
        believes="Has patience for whole seconds",
        fails={"11.3.patience": "whole-seconds"},
        edits=[("async with asyncio.timeout(patience):", "async with asyncio.timeout(patience and int(patience)):")],
    ),
    Wrong(
        "core_gives_up_empty_handed",
        believes="Returns nothing when patience is over, although something is there",
        fails={"11.3.patience": "gave-nothing"},
        edits=[("return self.core.take(count)", "return self.core.take(count) if self.core.is_ready(count) else []")],
    ),
    Wrong(
        "core_patience_restarts",
        believes="Has patience from one notification to the next",
        fails={"11.3.patience": "restarts"},
        edits=[
            (
                """
                async with asyncio.timeout(patience):
                    await self.changed.wait_for(predicate)
                """,
                """
                while not predicate():
                    async with asyncio.timeout(patience):
                        await self.changed.wait()
                """,
            )
        ],
    ),
    Wrong(
        "core_refuses_by_itself",
        believes="Knows the answer when patience is over, and does not ask the core",
        fails={"11.3.patience": "not-asked"},
        edits=[
            (
                "return self.core.offer(item)",
                "return self.core.has_room() and self.core.offer(item)",
            )
        ],
    ),
    Wrong(
        "core_says_yes",
        believes="Says that the item was offered",
        fails={"11.3.patience": "other-answer"},
        edits=[
            (
                "return self.core.offer(item)",
                """
                self.core.offer(item)
                return True
                """,
            ),
        ],
    ),
    Wrong(
        "core_tells_before_it_waits",
        believes="Tells all who wait first, and then waits",
        fails={"11.3.cancelled": "not-told"},
        edits=[
            (
                """
                await self._until(self.core.has_room, patience)
                self.changed.notify_all()  # nobody runs before the block is left
                """,
                """
                self.changed.notify_all()
                await self._until(self.core.has_room, patience)
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_and_waits",
        believes="Lets the writers go first, with the batch in its hands",
        fails={"11.3.cancelled": "lost"},
        edits=[
            (
                """
                async with self.changed:
                    await self._until(lambda: self.core.is_ready(count), patience)
                    self.changed.notify_all()
                    return self.core.take(count)
                """,
                """
                async with self.changed:
                    await self._until(lambda: self.core.is_ready(count), patience)
                    self.changed.notify_all()
                    batch = self.core.take(count)
                await asyncio.sleep(0)
                return batch
                """,
            )
        ],
    ),
    Wrong(
        "core_swallows_cancellation",
        believes="Takes a cancellation for the end of its patience",
        fails={"11.3.cancelled": "went-on"},
        edits=[("with suppress(TimeoutError):", "with suppress(TimeoutError, asyncio.CancelledError):")],
    ),
    Wrong(
        "core_shields_its_offer",
        believes="Lets an offer that has begun go on, whoever is cancelled",
        fails={"11.3.cancelled": "offered"},
        edits=[
            (
                "async def offer(self, item, patience=None):",
                """
                async def offer(self, item, patience=None):
                    return await asyncio.shield(self._offer(item, patience))

                async def _offer(self, item, patience):
                """,
            ),
        ],
    ),
    Wrong(
        "core_gives_a_turn_between",
        believes="Waits until the core is ready, gives the others a turn, and takes what is left",
        fails={"11.3.cancelled": "did-not-ask"},
        edits=[
            (
                "async def take(self, count, patience=None):",
                """
                async def take(self, count, patience=None):
                    await self.ready(count, patience)
                    await asyncio.sleep(0)
                """,
            ),
            (
                """
                await self._until(lambda: self.core.is_ready(count), patience)
                self.changed.notify_all()
                """,
                "self.changed.notify_all()",
            ),
        ],
    ),
    Wrong(
        "core_hides_errors",
        believes="Answers `False` for whatever the core raises",
        fails={"11.3.cancelled": "error-lost"},
        edits=[
            (
                "return self.core.offer(item)",
                """
                with suppress(Exception):
                    return self.core.offer(item)
                return False
                """,
            )
        ],
    ),
    Wrong(
        "core_takes_nothing_at_errors",
        believes="Takes nothing where the core fails",
        fails={"11.3.cancelled": "error-lost"},
        edits=[
            (
                "return self.core.take(count)",
                """
                try:
                    return self.core.take(count)
                except Exception:
                    return []
                """,
            ),
        ],
    ),
    Wrong(
        "core_suppresses_too_much",
        believes="Suppresses what a question raises, with the timeout",
        fails={"11.3.cancelled": "error-lost"},
        edits=[
            ("with suppress(TimeoutError):", "with suppress(TimeoutError, LookupError, ValueError):"),
        ],
    ),
    Wrong(
        "core_notifies_one",
        believes="Wakes one, whoever that is",
        fails={"11.3.cancelled": "sleeps-on"},
        edits=[("self.changed.notify_all()  # nobody runs before the block is left", "self.changed.notify()")],
    ),
]
