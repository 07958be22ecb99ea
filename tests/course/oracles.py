"""Which functions of a lesson's checks know what is expected: what they return says more than the answer did.

A wrong answer is checked by the full check, which is kept from ending. Whatever a function of `checks.py` then returns
that is expected, that the answer did not give, and that is in none of its arguments and cases, it has worked out.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from random import Random
from types import FrameType
from typing import Any

from maif_course.checks import Check, Trial, run
from maif_course.checks.expected import Expected
from maif_course.checks.explained import Called
from maif_course.checks.running import UNDEFINED
from maif_course.code import run_cell
from maif_course.proving.matrix import Row, context

MOST_VALUES = 5_000  # within one, that are looked at
DEEPEST = 6


def knowing(row: Row, check: Check, seed: int) -> dict[str, list[Any]]:
    """Return the names of the functions that know something, each with what it knows."""
    made = context(row.lesson, row.task)
    run_cell(row.source, f"cell {row.task.piece.id}", made)
    gathering, returned = Gathering(seed), Returned(check.function.__code__.co_filename)

    def gathered(called: Called, outer: Trial) -> None:
        outer.compared = 1
        sys.setprofile(returned)
        try:
            check.function(called, gathering)
        finally:
            sys.setprofile(None)

    run(replace(check, function=gathered), made.get(check.piece, UNDEFINED), seed=seed)
    secret = {*values(gathering.due)} - {*values(gathering.got)} - gathering.cases_hold
    return {name: sorted(map(str, told & secret)) for name, told in returned.told.items() if told & secret}


class Gathering(Trial):
    """A trial that ends no check: it keeps what comparisons expect and what came, and what its cases hold."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.due: list[Any] = []
        self.got: list[Any] = []
        self.cases_hold: set[Any] = set()

    def cases(self, *telling: Any, draw: Callable[[Random], Any] | None = None, count: int = 10) -> Iterator[Any]:
        """Yield the cases, and remember what they hold."""
        for case in super().cases(*telling, draw=draw, count=count):
            self.cases_hold |= set(values(case))
            yield case

    def compare(
        self, call: str, columns: Sequence[str], *, got: Iterable[Any], want: Iterable[Any], reveal: bool = True
    ) -> None:
        """Keep both, but for the labels of what is expected."""
        self.due += [tuple(row)[1:] for row in want]
        self.got += islice(got, MOST_VALUES)


class Returned:
    """A profile function that keeps what the functions of a file return, without what they were given."""

    def __init__(self, path: str) -> None:
        self.told: dict[str, set[Any]] = {}
        self._path = path
        self._given: dict[int, set[Any]] = {}

    def __call__(self, frame: FrameType, event: str, value: Any) -> None:
        code = frame.f_code
        if code.co_filename != self._path or code.co_name.startswith("<"):
            return
        if event == "call":
            arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            self._given[id(frame)] = set(values([frame.f_locals.get(name) for name in arguments]))
        elif event == "return":
            self.told.setdefault(code.co_name, set()).update({*values(value)} - self._given.get(id(frame), set()))


def functions_of(source: str) -> set[str]:
    """Return the names of all functions in a source."""
    nodes = ast.walk(ast.parse(source))
    return {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def values(value: Any) -> Iterator[Any]:
    """Yield the numbers, texts and bytes within a value, numbers in six digits and written as such."""
    left = [(value, 0)]
    for _ in range(MOST_VALUES):
        if not left:
            return
        one, depth = left.pop()
        if isinstance(one, dict) and depth < DEEPEST:
            left += ((part, depth + 1) for pair in list(one.items()) for part in pair)
        elif isinstance(one, (list, tuple, set, frozenset)) and depth < DEEPEST:
            left += ((part, depth + 1) for part in one)
        elif (told := _told(one)) is not None:
            yield told


def _told(value: Any) -> Any:
    if isinstance(value, Expected):
        value = value.words
    if value is None or isinstance(value, bool):
        return None
    with suppress(ValueError, TypeError, OverflowError):
        return f"{float(value):.6g}"
    return value if isinstance(value, (str, bytes)) and len(value) > 1 else None
