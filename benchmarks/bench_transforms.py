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
    stages = mapping(abs), filtering(is_odd), mapping(str)
    for work, counted in (("pipe of three stages", False), ("the same, counted", True)):
        yield compare(
            work,
            lambda counted=counted: exhaust(pipe(range(ITEMS), *stages, counted=counted)),
            nested,
            name="nested generator expressions",
            items=ITEMS,
            unit=" items/s",
        )
