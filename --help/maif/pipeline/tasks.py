"""Tasks that call a function, for single items or for batches."""

from __future__ import annotations

import copy
import functools
import inspect
import warnings
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable
from contextlib import aclosing
from operator import attrgetter
from typing import Any, Literal, Self, get_args

from maif.arguments import require_at_least, require_callable
from maif.batch_streams import stream_in_batches
from maif.batches import Batcher
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.parallel.async_maps import map_calls
from maif.parallel.fan_out import FanOut
from maif.pipeline.calls import BatchCalls, StageCalls
from maif.pipeline.context import get_current_context
from maif.pipeline.inputs import SideInputs
from maif.pipeline.pipeline import BaseTask, Composable
from maif.pipeline.rules import CallRules
from maif.pipeline.run import StageRun, pass_on
from maif.pipeline.stream import AsyncStream, telling
from maif.units import parse_duration

Remainder = Literal["drop", "run"]

__all__ = ["BaseTask", "BatchTask", "SingleTask"]


class FunctionTask(BaseTask):
    """A task that calls a function: what single and batch tasks have in common."""

    calls_class = StageCalls

    def __init__(self, func: Callable[..., Any], *, task_name: str | None = None, **settings: Any) -> None:
        """`settings` are the fields of `CallRules`."""
        if isinstance(func, Composable):
            raise InvalidTypeError(f"{func!r} is a stage already: a task is made of a function")
        if not isinstance(func, classmethod):  # which becomes callable when it is bound
            require_callable(func=func)
        functools.update_wrapper(self, _innermost(func), updated=())
        self.__wrapped__ = func
        self.__name__: str = _name_of(func)
        super().__init__(task_name=task_name or self.__name__)
        self.rules = CallRules(**settings)
        self.func: Callable[..., Any] = func
        self.inputs = SideInputs()
        if self.rules.run_in and (inspect.iscoroutinefunction(func) or inspect.isasyncgenfunction(func)):
            raise InvalidArgumentError(
                f"{self.__name__} is async: it runs in the event loop, not in a {self.rules.run_in}"
            )

    concurrency_limit = property(attrgetter("rules.concurrency_limit"))
    flatten = property(attrgetter("rules.flatten"))
    timeout = property(attrgetter("rules.time_limit"))
    run_in = property(attrgetter("rules.run_in"))
    on_result = property(attrgetter("rules.on_result"))
    clock = property(attrgetter("rules.clock"))

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        bind = getattr(type(self.func), "__get__", None)
        func = bind(self.func, instance, owner) if bind else self.func
        return self if func is self.func else self._copy(func=func, __wrapped__=func)

    def with_inputs(self, *args: Any, **kwargs: Any) -> Self:
        """Return a task whose function gets these arguments after its item; further calls add more.

        The task awaits a coroutine, Task or Future, and takes the first item of an `AsyncStream` or async generator
        (None if it has none): once, before its first call. What `each_run` marks it makes anew for each run.

        >>> import asyncio
        >>> from maif.pipeline import single_task
        >>> @single_task
        ... def scale(number, factor):
        ...     return number * factor
        >>> asyncio.run(scale.with_inputs(factor=10)([1, 2]).collect())
        [10, 20]
        """
        return self._copy(inputs=self.inputs.adding(args, kwargs))

    def _copy(self, **changes: Any) -> Self:
        task = copy.copy(self)
        vars(task).update(changes)
        return task

    async def process(self, items: Iterable[Any] | AsyncIterable[Any]) -> AsyncStream[Any]:
        """Return the stream of what becomes of the items. Lists fan out."""
        return AsyncStream(self.results(items, StageRun.alone(self.task_name, get_current_context())))

    def results(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> AsyncGenerator[Any]:
        """Yield the results of this stage in a run."""
        results = self._results(source, run)
        return results if self.rules.on_result is None else telling(self.rules.on_result, results)

    async def _results(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> AsyncGenerator[Any]:
        counts = run.counts
        with run.reading:
            calls = self.calls_class(self.func, self.rules, self.inputs, run)
            bounds = calls.workers_needed, calls.ahead
            try:
                items = source if run.without_item else self._items(source, run)
                async with map_calls(calls, items, *bounds, run.ordered, run.variables) as running:
                    while True:
                        while (call := running.take()) is not None:
                            outputs = call.result
                            if isinstance(outputs, FanOut):
                                while await outputs.wait():
                                    while outputs:
                                        counts.out += 1
                                        yield outputs.take()
                            else:
                                counts.out += len(outputs)
                                for value in outputs:
                                    yield value
                        if not await running.wait():
                            return
            finally:
                await calls.close()

    def _items(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> Iterable[Any] | AsyncIterable[Any]:
        """Return what the calls are made for."""
        return source


class SingleTask(FunctionTask):
    """A task that calls `func` for each item; `single_task` makes one, and says what the settings mean."""


class BatchTask(FunctionTask):
    """A task that calls `func` with a list of items at a time; `batch_task` makes one."""

    calls_class = BatchCalls

    def __init__(
        self,
        func: Callable[..., Any],
        min_size: int = 1,
        max_size: int | None = None,
        *,
        max_wait: float | str | None = None,
        remainder: Remainder = "drop",
        **settings: Any,
    ) -> None:
        super().__init__(func, **settings)
        self.min_size = min_size
        self.max_size = min_size if max_size is None else max_size
        self.max_wait = None if max_wait is None else parse_duration(max_wait)
        self.remainder = remainder
        require_at_least(1, min_size=self.min_size, max_size=self.max_size)
        if self.min_size > self.max_size:
            raise InvalidArgumentError(f"min_size must not be above max_size, got {self.min_size} and {self.max_size}")
        if remainder not in get_args(Remainder):
            raise InvalidArgumentError(f"remainder must be 'drop' or 'run', got {remainder!r}")

    @property
    def label(self) -> str:
        """What a drawing says of this stage."""
        return f"{self.task_name} (batches of {self.max_size})"

    async def _items(self, source: Iterable[Any] | AsyncIterable[Any], run: StageRun) -> AsyncGenerator[list[Any]]:
        batcher = Batcher[Any](self.max_size, self.max_wait)
        async with aclosing(stream_in_batches(pass_on(source), batcher, self.rules.clock)) as formed:
            async for batch in formed:
                yield batch
        rest = batcher.flush()
        if len(rest) >= self.min_size or (rest and self.remainder == "run"):
            yield rest
        elif rest:
            self._drop(rest, run)

    def _drop(self, rest: list[Any], run: StageRun) -> None:
        for name in ("entered", "finished", "dropped"):
            setattr(run.counts, name, getattr(run.counts, name) + len(rest))
        warnings.warn(
            f"the task {self.task_name!r} dropped the last {len(rest)} items, because a batch has at least "
            f"{self.min_size}; remainder='run' runs a smaller one",
            stacklevel=2,
        )


def _innermost(func: Any) -> Any:
    """Return what a partial calls in the end; anything else as it is."""
    return _innermost(func.func) if isinstance(func, functools.partial) else func


def _name_of(func: Any) -> str:
    name: str = getattr(_innermost(func), "__name__", type(func).__name__)
    return name
