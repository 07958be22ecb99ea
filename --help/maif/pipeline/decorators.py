"""Decorators that make a task of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, Unpack, overload

from maif.clock import Clock
from maif.parallel.executor import RunIn
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, RetryConfig
from maif.pipeline.rules import CallRules
from maif.pipeline.tasks import BatchTask, FunctionTask, Remainder, SingleTask
from maif.units import parse_duration

Function = Callable[..., Any]
TaskT = TypeVar("TaskT", bound=FunctionTask)


class TaskSettings(TypedDict, total=False):
    """What both decorators may be told."""

    on_error: ErrorAction
    retry_attempts: int
    retry_delay: float | str
    retry_exponential_backoff: bool
    retry_max_delay: float | str
    error_handler: ErrorHandler | None
    task_name: str | None
    concurrency_limit: int | None
    flatten: bool | None
    timeout: float | str | None
    run_in: RunIn | None
    on_result: Callable[[Any], Any] | None
    clock: Clock


class BatchSettings(TaskSettings, total=False):
    """What `batch_task` may be told."""

    min_size: int
    max_size: int | None
    max_wait: float | str | None
    remainder: Remainder


@overload
def single_task(func: Function, **settings: Unpack[TaskSettings]) -> SingleTask: ...
@overload
def single_task(func: None = None, **settings: Unpack[TaskSettings]) -> Callable[[Function], SingleTask]: ...
def single_task(
    func: Function | None = None, **settings: Unpack[TaskSettings]
) -> SingleTask | Callable[[Function], SingleTask]:
    """Make a task that calls a function for each item.

    The function may be plain or async, a generator or async generator, a method, a lambda, a partial, or any object
    that can be called. None drops the item; the values of a generator become items of their own. A list fans out into
    the next stage, but the last task of a pipeline delivers whole what it returns; `flatten` says otherwise.

    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> @single_task(retry_attempts=3, retry_delay="100ms", on_error="skip_item")
    ... async def parse(text):
    ...     return int(text)
    >>> run(parse(["1", "two", "3"]).collect())
    [1, 3]

    The values of a generator, one by one:

    >>> words = single_task(lambda line: (word for word in line.split()))
    >>> run(words(["to be", "", "or"]).collect())
    ['to', 'be', 'or']

    Errors: the task makes a call that fails again, up to `retry_attempts` in all. It waits `retry_delay` seconds, or
    text such as `"250ms"`, twice as long each time with `retry_exponential_backoff`, up to `retry_max_delay`. After
    that `error_handler` decides (see `ErrorHandler`), else `on_error`: `"fail"` raises the error at the item's place,
    `"skip_item"` drops the item. A `timeout`, in seconds or as text, fails a call that takes longer with
    `TimeoutExpiredError`. With any of these, a generator's values wait until its body has ended, so that an attempt
    that fails leaves no trace.

    `concurrency_limit` bounds the calls that run at a time, over all runs of this task in an event loop, and takes the
    place of the context's `max_parallelism`. `run_in="thread"` or `"process"` makes the calls of a plain function
    there; to a process, function, items and results travel by pickle. The task calls `on_result(value)`, plain or
    async, with each value that it gives. `task_name` stands for the function's name in errors, counts and drawings.

    Raises `InvalidArgumentError` and `InvalidTypeError` for settings that make no sense.
    """
    return _task_maker(SingleTask, func, **settings)


@overload
def batch_task(func: Function, **settings: Unpack[BatchSettings]) -> BatchTask: ...
@overload
def batch_task(func: None = None, **settings: Unpack[BatchSettings]) -> Callable[[Function], BatchTask]: ...
def batch_task(
    func: Function | None = None, **settings: Unpack[BatchSettings]
) -> BatchTask | Callable[[Function], BatchTask]:
    """Make a task that calls a function with a list of items at a time.

    Batches form in the order in which items arrive, and have `max_size` items (`min_size` if that is not given). A
    batch that has waited for `max_wait`, in seconds or as text, runs with what it has. At the end, a rest of at least
    `min_size` items runs; the task drops a smaller one with a warning, and counts it, unless `remainder="run"` asks
    for it.

    >>> import asyncio
    >>> @batch_task(max_size=2)
    ... def total(numbers):
    ...     return sum(numbers)
    >>> asyncio.run(total([1, 2, 3]).collect())
    [3, 3]
    >>> asyncio.run(total([]).collect())
    []

    One batch runs at a time, unless `concurrency_limit` says more. A list or generator is a stream of results, one by
    one. If a batch fails for good, `on_error="skip_batch"` drops it, and `"skip_item"` makes a call for each of its
    items, and drops those that fail. All else is as for `single_task`.
    """
    return _task_maker(BatchTask, func, **settings)


def _task_maker(
    task_class: Callable[..., TaskT],
    func: Function | None,
    *,
    retry_attempts: int = 1,
    retry_delay: float | str = 1.0,
    retry_exponential_backoff: bool = True,
    retry_max_delay: float | str = 60.0,
    **settings: Any,
) -> TaskT | Callable[[Function], TaskT]:
    """Return a task of `func`, or, with None, what makes one of the function that it is given."""

    def make(func: Function) -> TaskT:
        base, longest = parse_duration(retry_delay), parse_duration(retry_max_delay)
        retry = RetryConfig(retry_attempts, base, retry_exponential_backoff, longest)
        return task_class(func, retry_config=retry, **settings)

    if func is not None:
        return make(func)
    make(_nothing)  # settings that make no sense raise here, not where the function stands
    return make


def _nothing(_: object) -> None: ...


def _with_settings(decorator: Callable[..., Any], settings: type) -> None:
    """Let `help` and `inspect.signature` show the settings of a decorator, with their defaults."""
    defaults = {
        name: parameter.default
        for described in (CallRules, _task_maker, BatchTask)
        for name, parameter in inspect.signature(described).parameters.items()
    }
    first = inspect.Parameter("func", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None)
    named = (
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name), annotation=annotation)
        for name, annotation in inspect.get_annotations(settings).items()
    )
    decorator.__signature__ = inspect.Signature([first, *named])  # type: ignore[attr-defined]


_with_settings(single_task, TaskSettings)
_with_settings(batch_task, BatchSettings)
