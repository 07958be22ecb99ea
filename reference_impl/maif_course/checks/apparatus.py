"""What a check works with: cases, sources, gauges and time, and how it reads an answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence, Sized
from contextlib import suppress
from itertools import islice, zip_longest
from typing import Any

from maif.clock import VirtualClock
from maif.clock import run as run_on_virtual_time
from maif_course.checks.gauges import Gate, Held, InFlight
from maif_course.checks.sources import AsyncSource, Loopable, OpenText, Source, endless
from maif_course.errors import CourseError

MOST_TELLING = 10  # items in a telling case: few enough to follow by hand
ENDLESS = 10_000  # pulls after which an endless source gives up on the piece
_MISSING = object()


class Apparatus:
    """What one run of a check uses. All that is random comes from the seed; with None, only telling cases are made."""

    def __init__(self, seed: int | None = 0) -> None:
        self._drawing = seed is not None
        self.rng = random.Random(0 if seed is None else seed)
        self.clock = VirtualClock()
        self.case: Any = None
        self.telling = True  # whether the case is a fixed one, for which causes were written

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
        for self.telling, cases in ((True, telling), (False, drawn)):
            for self.case in cases:
                yield self.case
        self.telling, self.case = True, None

    def kinds(self, items: Iterable[Any]) -> Iterator[tuple[str, Iterable[Any]]]:
        """Yield the items as everything that "any iterable" may be, each with its name.

        >>> [(kind, list(items)) for kind, items in Apparatus().kinds("ab")][:2]
        [('a list', ['a', 'b']), ('a generator', ['a', 'b'])]
        """
        items = list(items)
        yield "a list", list(items)
        yield "a generator", (item for item in items)
        yield "something to loop over", Loopable(items)

    def file(self, lines: Iterable[str], *, fails: bool = False) -> OpenText:
        """Return a text file that is open: `pulled` counts lines, `closed`; with `fails`, reading fails at its end."""
        return OpenText(lines, fails=fails)

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

    def interleaved(self, *answers: Iterable[Any]) -> list[list[Any]]:
        """Return what each of several answers gives, read in turn, an item each: what one does, no other may notice.

        >>> Apparatus().interleaved(iter("abc"), iter([1]))
        [['a', 'b', 'c'], [1]]
        """
        rounds = list(zip_longest(*answers, fillvalue=_MISSING))
        return [[items[number] for items in rounds if items[number] is not _MISSING] for number in range(len(answers))]

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


def emptied(item: Any) -> Any:
    """Return an item; of a list, what is in it, and empty the list: its reader may do that.

    >>> window = [1, 2]
    >>> emptied(window), window, emptied(3)
    ([1, 2], [], 3)
    """
    if type(item) is not list:
        return item
    content = list(item)
    item.clear()
    return content
