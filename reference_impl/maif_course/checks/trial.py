"""What a check works with: cases, sources, gauges, time, and the comparison that ends it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence, Sized
from contextlib import suppress
from itertools import islice
from typing import Any

from maif.clock import VirtualClock
from maif.clock import run as run_on_virtual_time
from maif_course.checks.gauges import Gate, Held, InFlight
from maif_course.checks.sources import AsyncSource, Source, endless
from maif_course.errors import CourseError

MOST_TELLING = 10  # items in a telling case: few enough to follow by hand
ENDLESS = 10_000  # pulls after which an endless source gives up on the piece


class Mismatch(Exception):  # noqa: N818 — how a comparison ends a check, no error
    """What was observed is not what was expected."""

    def __init__(self, call: str, columns: Sequence[str], got: list[Any], want: list[Any], reveal: bool) -> None:
        self.call, self.columns, self.got, self.want, self.reveal = call, columns, got, want, reveal


class Trial:
    """One run of one check. Everything random comes from the seed; with None, cases are only the telling ones."""

    def __init__(self, seed: int | None = 0) -> None:
        self._drawing = seed is not None
        self.rng = random.Random(0 if seed is None else seed)
        self.clock = VirtualClock()
        self.case: Any = None
        self.compared = 0

    def cases(
        self, *telling: Any, draw: Callable[[random.Random], Any] | None = None, count: int = 10
    ) -> Iterator[Any]:
        """Yield the telling cases, then `count` cases that `draw(rng)` makes.

        A telling case has at most ten items and alone catches every wrong answer of its check.
        """
        for case in telling:
            if isinstance(case, Sized) and len(case) > MOST_TELLING:
                raise CourseError(f"a telling case has at most {MOST_TELLING} items, this one {len(case)}")
        drawn = () if draw is None or not self._drawing else (draw(self.rng) for _ in range(count))
        for source in (telling, drawn):
            for self.case in source:
                yield self.case

    def source(self, items: Iterable[Any]) -> Source:
        """Return an iterator that counts: `pulled`, `closed`."""
        return Source(items)

    def endless(self, items: Iterable[Any] | None = None, most: int = ENDLESS) -> Source:
        """Return a source of 0, 1, 2, …, or of the items over and over; it ends the check after `most` pulls."""
        return Source(endless(items), most)

    def async_source(self, items: Iterable[Any]) -> AsyncSource:
        """Return an asynchronous iterator that counts."""
        return AsyncSource(items)

    def async_endless(self, items: Iterable[Any] | None = None, most: int = ENDLESS) -> AsyncSource:
        """Return an endless asynchronous source."""
        return AsyncSource(endless(items), most)

    def take(self, count: int, items: Iterable[Any]) -> list[Any]:
        """Return the first `count` items, and leave the iterator as it is."""
        return list(islice(items, count))

    def leave(self, items: Any) -> None:
        """Close an iterator, as a consumer that has seen enough."""
        with suppress(AttributeError):
            items.close()

    def held(self) -> Held:
        """Return a gauge of the items that are held."""
        return Held()

    def in_flight(self) -> InFlight:
        """Return a gauge of the calls that are under way."""
        return InFlight()

    def gate(self) -> Gate:
        """Return asynchronous work that ends when the check says so."""
        return Gate()

    def growing(self, measure: Callable[[int], Any], sizes: Sequence[int] = (100, 1_000)) -> list[tuple[int, Any]]:
        """Return a row `(size, measure(size))` for inputs of each size."""
        rows = []
        for self.case in sizes:
            rows.append((self.case, measure(self.case)))
        return rows

    def run(self, main: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine on virtual time: waiting takes none, and every run takes the same course.

        Errors in tasks that nobody awaits go nowhere: what the check observes is what the learner reads.
        """

        async def quietly() -> Any:
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            return await main

        return run_on_virtual_time(quietly(), clock=self.clock)

    def compare(
        self, call: str, columns: Sequence[str], *, got: Iterable[Any], want: Iterable[Any], reveal: bool = True
    ) -> None:
        """End the check unless the rows are equal. `call` is what the learner could run to see the same.

        With `reveal=False` the learner is not shown what was expected: where that is the answer itself.
        """
        self.compared += 1
        got, want = list(got), list(want)
        if got != want:
            raise Mismatch(call, columns, got, want, reveal)
