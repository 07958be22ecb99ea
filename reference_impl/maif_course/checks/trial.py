"""What a check works with: cases, sources, gauges, time, and the comparison that ends it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence, Sized
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

from maif.clock import VirtualClock
from maif.clock import run as run_on_virtual_time
from maif_course.checks.explained import WrongShape, like, with_fields
from maif_course.checks.gauges import Gate, Held, InFlight
from maif_course.checks.rows import Row, row_type, same_rows
from maif_course.checks.sources import AsyncSource, Loopable, OpenText, Source, endless
from maif_course.errors import CourseError

MOST_TELLING = 10  # items in a telling case: few enough to follow by hand
ENDLESS = 10_000  # pulls after which an endless source gives up on the piece
_MISSING = object()
SURPLUS = 1_000  # rows beyond those expected that are looked at: an answer may have no end


@dataclass
class Mismatch(Exception):  # noqa: N818 — how a comparison ends a check, no error
    """What was observed is not what was expected; `telling` says whether the case was a fixed one."""

    call: str
    columns: Sequence[str]
    got: list[Row]
    want: list[Row]
    reveal: bool
    telling: bool


class Trial:
    """One run of one check. Everything random comes from the seed; with None, cases are only the telling ones."""

    def __init__(self, seed: int | None = 0) -> None:
        self._drawing = seed is not None
        self.rng = random.Random(0 if seed is None else seed)
        self.clock = VirtualClock()
        self.case: Any = None
        self.telling = True  # whether the case is a fixed one, for which causes were written
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
        for self.telling, cases in ((True, telling), (False, drawn)):
            for self.case in cases:
                yield self.case
        self.telling, self.case = True, None

    def kinds(self, items: Iterable[Any]) -> Iterator[tuple[str, Iterable[Any]]]:
        """Yield the items as everything that "any iterable" may be, each with its name.

        >>> [(kind, list(items)) for kind, items in Trial().kinds("ab")][:2]
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

        >>> Trial().interleaved(iter("abc"), iter([1]))
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

    def fields(self, item: Any, *names: str) -> tuple[Any, ...]:
        """Return the values of these attributes of an item that the piece gave back; else end the check and show it.

        >>> Trial().fields(3 + 4j, "real", "imag")
        (3.0, 4.0)
        """
        try:
            return tuple(getattr(item, name) for name in names)
        except AttributeError:
            raise WrongShape(item, with_fields(*names)) from None

    def parts(self, item: Any, *names: str) -> tuple[Any, ...]:
        """Return an item that the piece gave back as the tuple that it should be; else end the check and show it.

        >>> Trial().parts((444, 380), "position", "size")
        (444, 380)
        """
        if not isinstance(item, tuple) or len(item) != len(names):
            raise WrongShape(item, like(*names))
        return item

    def held_at_most(
        self,
        call: str,
        read: Callable[[Iterable[Any]], Iterable[Any]],
        *,
        want: Callable[[int], tuple[Any, Any]] | None = None,
        items: Callable[[int], Iterable[Any]] = range,
        sizes: Sequence[int] = (100, 1_000),
        columns: tuple[str, str, str] = ("items", "come out", "held"),
    ) -> None:
        """Compare how many items are held while somebody reads `read(items)` and keeps nothing, at each size of input.

        `want(size)` says how many come out, so that to hold nothing is not enough, and how many may be held:
        `(size // 10, at_most(22))`.
        """

        def measured(size: int) -> tuple[int, int]:
            gauge, came = self.held(), 0
            for item in read(gauge.items(items(size))):
                del item
                came += 1
            return came, gauge.most

        got = [(size, *measure) for size, measure in self.growing(measured, sizes)]
        due = [(size, *want(size)) for size in sizes] if want else []
        self.compare(call, columns, got=got, want=due)

    def closed_after(
        self,
        call: str,
        read: Callable[[Source], Iterable[Any]],
        *,
        want: Iterable[tuple[str, Any, str]] = (),
        items: Iterable[Any] = range(4),
        ways: Sequence[str] = ("two have come", "the reader has left", "the items have ended", "the source has failed"),
    ) -> None:
        """Compare whether the source of `read(source)` is open or closed in each of these moments, a row each.

        A row is `(moment, what came out, "open" or "closed")`; what came out is a number of items, or the error's name.
        """
        got = [(self.case, *_seen(self.case, read, list(items), self)) for self.case in ways]
        self.compare(call, ("when", "came out", "source"), got=got, want=want)

    def compare(
        self, call: str, columns: Sequence[str], *, got: Iterable[Any], want: Iterable[Any], reveal: bool = True
    ) -> None:
        """End the check unless the rows are what is expected. `call` is what the learner could run to see the same.

        `want` never looks at `got`, labels in a row's first column apart; a cell of it may be an `at_most(22)`. With
        `reveal=False` the learner is not shown what was expected: where that is the answer itself.
        """
        self.compared += 1
        row = row_type(columns)
        due = [row(cells) for cells in want]
        rows = list(islice(got, len(due) + SURPLUS))
        for item in rows:
            if not isinstance(item, tuple) or len(item) > len(columns):
                raise WrongShape(item, like(*columns))
        rows = [row(item) for item in rows]
        if not same_rows(rows, due):
            raise Mismatch(call, columns, rows, due, reveal, self.telling)


def _seen(when: str, read: Callable[[Source], Iterable[Any]], items: list[Any], trial: Trial) -> tuple[Any, str]:
    """Return what came out by then, and what the source is."""
    failing = when == "the source has failed"
    source = trial.source(chain(items, _failure()) if failing else items)
    answer: Any = None
    came: Any = 0
    try:
        answer = iter(read(source))
        for _ in islice(answer, 2 if when in ("two have come", "the reader has left") else None):
            came += 1
    except OSError as error:
        came = type(error).__name__
    if when == "the reader has left":
        trial.leave(answer)
    return came, "closed" if source.closed else "open"


def _failure() -> Iterator[Any]:
    raise OSError("the source has failed")
    yield
