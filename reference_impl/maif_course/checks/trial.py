"""One run of a check: what it works with, and the comparisons that end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from maif_course.checks.apparatus import Apparatus, emptied
from maif_course.checks.explained import WrongShape, like, with_fields
from maif_course.checks.rows import Row, row_type, same_rows
from maif_course.checks.sources import Source

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


class Trial(Apparatus):
    """One run of one check, which `compare` ends where what was observed is not what was expected."""

    def __init__(self, seed: int | None = 0) -> None:
        super().__init__(seed)
        self.compared = 0

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
        In the first two moments, the items come over and over, without an end.
        """
        got = [(self.case, *_seen(self.case, read, list(items), self)) for self.case in ways]
        self.compare(call, ("when", "came out", "source"), got=got, want=want)

    def independent(
        self,
        call: str,
        use: Callable[[Iterable[Any]], Iterable[Any]],
        *,
        want: Sequence[Any] = (),
        items: tuple[Iterable[Any], Iterable[Any]],
        show: Callable[[Any], Any] = emptied,
    ) -> None:
        """Compare what `use(items)` gives after another use was left early, and what two uses give, read in turn.

        `want` is what comes of the first items, and of the second. `show` makes of each item what is compared, and does
        with the item what a reader may do: lists are emptied.
        """
        first, second = (list(source) for source in items)
        left = iter(use(self.source(first)))
        next(left, None)
        self.leave(left)
        got = [("alone, after another was left", list(map(show, use(self.source(first)))))]
        uses = (map(show, use(self.source(source))) for source in (first, second))
        got += zip(("in turn with another", "the other"), self.interleaved(*uses), strict=True)
        due = [(label, want[number]) for (label, _), number in zip(got, (0, 0, 1), strict=True)] if want else []
        self.compare(call, ("use", "comes out"), got=got, want=due)

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
    early, failing = when in ("two have come", "the reader has left"), when == "the source has failed"
    source = trial.endless(items) if early else trial.source(chain(items, _failure()) if failing else items)
    answer: Any = None
    came: Any = 0
    try:
        answer = iter(read(source))
        for _ in islice(answer, 2 if early else None):
            came += 1
    except OSError as error:
        came = type(error).__name__
    if when == "the reader has left":
        trial.leave(answer)
    return came, "closed" if source.closed else "open"


def _failure() -> Iterator[Any]:
    raise OSError("the source has failed")
    yield
