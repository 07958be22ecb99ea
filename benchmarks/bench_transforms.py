"""A pipe against the same stages as generator expressions, one inside the other."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness import Row, compare, exhaust
from maif.transforms import filtering, mapping, pipe

ITEMS = 500_000


def is_odd(number: int) -> bool:
    return number % 2 == 1


def nested() -> None:
    exhaust(str(number) for number in (number for number in (abs(item) for item in range(ITEMS)) if is_odd(number)))


def rows() -> Iterator[Row]:
    yield three_stages("pipe of three stages", counted=False)
    yield three_stages("the same, counted", counted=True)


def three_stages(work: str, *, counted: bool) -> Row:
    return compare(
        work,
        lambda: exhaust(pipe(range(ITEMS), mapping(abs), filtering(is_odd), mapping(str), counted=counted)),
        nested,
        name="nested generator expressions",
        items=ITEMS,
        unit=" items/s",
    )
