"""Whatever a piece gives back or raises, every check ends in a verdict: tried with answers that fit no task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from learners import LESSONS
from maif_course.checks import run
from maif_course.lesson import Lesson
from maif_course.sandbox import apart


class Hostile:
    """An object that answers nothing."""

    def _refuse(self, *_: Any) -> Any:
        raise RuntimeError("odd")

    __eq__ = __repr__ = __len__ = __iter__ = __hash__ = __bool__ = __getitem__ = __call__ = __lt__ = __str__ = _refuse


class Agreeable:
    """An object that is equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1


class MuteError(BaseException):
    """An error that cannot be told."""

    def __str__(self) -> str:
        raise ValueError


async def _coroutine() -> None: ...


async def _async_items() -> Any:
    yield 1


def _items(*items: Any) -> Iterator[Any]:
    yield from items


def _raise(error: BaseException) -> Any:
    raise error


MADE: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "an empty list": list,
    "an iterator of nothing": lambda: iter(()),
    "zero": int,
    "an empty text": str,
    "a bare object": object,
    "a hostile object": Hostile,
    "an agreeable object": Agreeable,
    "numbers": lambda: _items(1, 2),
    "Nones": lambda: _items(None, None),
    "tuples of any length": lambda: _items((), (1,), (1, 2), (1, 2, 3)),
    "hostile items": lambda: _items(Hostile()),
    "agreeable pairs": lambda: _items((Agreeable(), Agreeable()), (Agreeable(), Agreeable())),
    "arrays": lambda: _items(np.arange(3), np.arange(3)),
    "an array": lambda: np.arange(6).reshape(2, 3),
    "a list of pairs of arrays": lambda: [(np.arange(3), np.arange(2))],
    "a generator of generators": lambda: _items(_items(1)),
    "a coroutine": _coroutine,
    "an async generator": _async_items,
    "a KeyError": lambda: _raise(KeyError("x")),
    "an exit": lambda: _raise(SystemExit(3)),
    "a GeneratorExit": lambda: _raise(GeneratorExit()),
    "an error that cannot be told": lambda: _raise(MuteError()),
}
PIECES: dict[str, Any] = {name: lambda *_, make=make, **__: make() for name, make in MADE.items()} | {
    "its argument": lambda *arguments, **_: arguments[0] if arguments else None,
    "its argument, three times": lambda *arguments, **_: [*arguments[:1]] * 3,
    "a value, 5": 5,
    "a value, {}": {},
    "a value, hostile": Hostile(),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_every_check_ends_in_a_verdict(lesson: Lesson) -> None:
    def what_breaks() -> list[str]:
        return [
            broken
            for task in lesson.tasks
            for check in task.checks
            for name, piece in PIECES.items()
            if (broken := _broken(check, name, piece))
        ]

    assert apart(what_breaks) == []


def _broken(check: Any, name: str, piece: Any) -> str:
    try:
        result = run(check, piece, seed=0)
        result.text()
        result.json()
    except BaseException as error:
        return f"{check.id} on {name}: {error!r}"
    return ""
