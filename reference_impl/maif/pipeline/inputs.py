"""Side inputs: what a task's function gets besides its item."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from typing import Any, NamedTuple

from maif.arguments import require_callable
from maif.errors import ClosedError
from maif.pipeline.stream import AsyncStream
from maif.sources import closing_async_source


class EachRun:
    """A side input that is made anew for each run; see `each_run`."""

    def __init__(self, make: Callable[[], Any]) -> None:
        require_callable(make=make)
        self._make = make

    async def value(self) -> Any:
        made = self._make()
        return await made if inspect.isawaitable(made) else made


def each_run(make: Callable[[], Any]) -> EachRun:
    """Mark a function, plain or async, that each run calls; what it returns is the side input of that run.

    >>> import itertools
    >>> from maif.pipeline import single_task
    >>> @single_task
    ... def number_it(word, numbers):
    ...     return f"{next(numbers)} {word}"
    >>> task = number_it.with_inputs(each_run(itertools.count))
    >>> for _ in range(2):
    ...     print(asyncio.run(task(["to", "be"]).collect()))
    ['0 to', '1 be']
    ['0 to', '1 be']
    """
    return EachRun(make)


class Awaited:
    """A side input that is waited for once; its value stays."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._lock = asyncio.Lock()
        self._done = False
        self._value: Any = None
        self._error: Exception | None = None

    async def value(self) -> Any:
        if not self._done:
            async with self._lock:
                if not self._done:
                    await self._settle()
        if self._error is not None:
            raise self._error
        return self._value

    async def _settle(self) -> None:
        try:
            self._value = await self._wait()
        except asyncio.CancelledError:
            if not asyncio.isfuture(self._source):  # it has begun, and cannot begin again
                what = "a side input was cancelled with the first run that waited for it"
                self._error, self._done = ClosedError(f"{what}: give a Task, or what each_run makes anew"), True
            raise
        except Exception as error:  # every run that needs the value has to know
            self._error = error
        self._done, self._source = True, None

    async def _wait(self) -> Any:
        source = self._source
        if isinstance(source, AsyncIterable):
            async with closing_async_source(aiter(source)) as items:
                return await anext(items, None)
        # A Task or Future is its owner's: a run that is cancelled does not cancel it.
        return await (asyncio.shield(source) if asyncio.isfuture(source) else source)


class SideInputs(NamedTuple):
    """Arguments for a function, some of which are not there yet."""

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 (never changed)

    def adding(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> SideInputs:
        """Return these and more."""
        return SideInputs(
            self.args + tuple(map(_prepared, args)),
            self.kwargs | {name: _prepared(value) for name, value in kwargs.items()},
        )

    def for_run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> SideInputs:
        """Return these with the arguments of one run: they take the place of the positional ones, or of their name."""
        return SideInputs(args or self.args, self.kwargs | kwargs)

    async def values(self) -> tuple[list[Any], dict[str, Any]]:
        """Return all values, as soon as they are there."""
        args = [await _value(value) for value in self.args]
        return args, {name: await _value(value) for name, value in self.kwargs.items()}


def _prepared(value: Any) -> Any:
    waited_for = asyncio.iscoroutine(value) or asyncio.isfuture(value)
    return Awaited(value) if waited_for or isinstance(value, (AsyncStream, AsyncGenerator)) else value


async def _value(value: Any) -> Any:
    return await value.value() if isinstance(value, (Awaited, EachRun)) else value
