"""Decorators that make a task of a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, overload

from maif.clock import SYSTEM_CLOCK, Clock
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, RetryConfig
from maif.pipeline.tasks import BatchTask, Remainder, SingleTask
from maif.pipeline.workers import RunIn

Function = Callable[..., Any]


@overload
def single_task(func: Function) -> SingleTask: ...
@overload
def single_task(func: None = None, **settings: Any) -> Callable[[Function], SingleTask]: ...
def single_task(  # type: ignore[misc]  # the settings are named here alone
    func: Function | None = None,
    *,
    on_error: ErrorAction = "fail",
    retry_attempts: int = 1,
    retry_delay: float = 1.0,
    retry_exponential_backoff: bool = True,
    retry_max_delay: float = 60.0,
    error_handler: ErrorHandler | None = None,
    task_name: str | None = None,
    concurrency_limit: int | None = None,
    flatten: bool | None = None,
    timeout: float | str | None = None,
    run_in: RunIn | None = None,
    on_result: Callable[[Any], Any] | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> SingleTask | Callable[[Function], SingleTask]:
    """Make a task that calls a function for each item.

    The function may be plain or async, a generator or async generator, a method, a lambda, a partial, or any object
    that can be called. None drops the item; the values of a generator become items of their own. A list fans out into
    the next stage, but what the last task of a pipeline returns is delivered whole; `flatten` says otherwise.

    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> @single_task(retry_attempts=3, retry_delay="100ms", on_error="skip_item")
    ... async def parse(text):
    ...     return int(text)
    >>> run(parse(["1", "two", "3"]).collect())
    [1, 3]

    Errors: a call that fails is made again until there were `retry_attempts`. The wait is `retry_delay` seconds, or
    text such as `"250ms"`; it doubles each time with `retry_exponential_backoff`, up to `retry_max_delay`. After that
    `error_handler` decides (see `ErrorHandler`), else `on_error`: `"fail"` raises the error at the item's place,
    `"skip_item"` drops the item. A `timeout`, in seconds or as text, fails a call that takes longer with
    `TimeoutExpiredError`. With any of these, a generator's values wait until its body has ended, so that an attempt
    that fails leaves no trace.

    `concurrency_limit` bounds the calls that run at a time, over all runs of this task in an event loop, and takes the
    place of the context's `max_parallelism`. `run_in="thread"` or `"process"` makes the calls of a plain function
    there; to a process, function, items and results travel by pickle. `on_result(value)`, plain or async, is called
    with each value that the task gives. `task_name` stands for the function's name in errors, counts and drawings.

    Raises `InvalidArgumentError` and `InvalidTypeError` for settings that make no sense.
    """

    def make(func: Function) -> SingleTask:
        return SingleTask(
            func,
            on_error=on_error,
            retry_config=RetryConfig(retry_attempts, retry_delay, retry_exponential_backoff, retry_max_delay),
            error_handler=error_handler,
            task_name=task_name,
            concurrency_limit=concurrency_limit,
            flatten=flatten,
            timeout=timeout,
            run_in=run_in,
            on_result=on_result,
            clock=clock,
        )

    return make if func is None else make(func)


@overload
def batch_task(func: Function) -> BatchTask: ...
@overload
def batch_task(func: None = None, **settings: Any) -> Callable[[Function], BatchTask]: ...
def batch_task(  # type: ignore[misc]
    func: Function | None = None,
    *,
    min_size: int = 1,
    max_size: int | None = None,
    max_wait: float | str | None = None,
    remainder: Remainder = "drop",
    on_error: ErrorAction = "fail",
    retry_attempts: int = 1,
    retry_delay: float = 1.0,
    retry_exponential_backoff: bool = True,
    retry_max_delay: float = 60.0,
    error_handler: ErrorHandler | None = None,
    task_name: str | None = None,
    concurrency_limit: int | None = None,
    flatten: bool | None = None,
    timeout: float | str | None = None,
    run_in: RunIn | None = None,
    on_result: Callable[[Any], Any] | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> BatchTask | Callable[[Function], BatchTask]:
    """Make a task that calls a function with a list of items at a time.

    Batches form in the order in which items arrive, and have `max_size` items (`min_size` if that is not given). A
    batch that has waited for `max_wait`, in seconds or as text, runs with what it has. At the end, a rest of at least
    `min_size` items runs; a smaller one is dropped with a warning, and counted, but `remainder="run"` runs it too.

    >>> import asyncio
    >>> @batch_task(max_size=2)
    ... def total(numbers):
    ...     return sum(numbers)
    >>> asyncio.run(total([1, 2, 3]).collect())
    [3, 3]

    One batch runs at a time, unless `concurrency_limit` says more. A list or generator is a stream of results, one by
    one. If a batch fails for good, `on_error="skip_batch"` drops it, and `"skip_item"` makes a call for each of its
    items, and drops those that fail. All else is as for `single_task`.
    """

    def make(func: Function) -> BatchTask:
        return BatchTask(
            func,
            min_size,
            max_size,
            max_wait=max_wait,
            remainder=remainder,
            on_error=on_error,
            retry_config=RetryConfig(retry_attempts, retry_delay, retry_exponential_backoff, retry_max_delay),
            error_handler=error_handler,
            task_name=task_name,
            concurrency_limit=concurrency_limit,
            flatten=flatten,
            timeout=timeout,
            run_in=run_in,
            on_result=on_result,
            clock=clock,
        )

    return make if func is None else make(func)
