"""Calls that are made again when they fail: `with_retries`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from maif.pipeline.error_handling import RetryConfig, is_cancellation

T = TypeVar("T")
R = TypeVar("R")


async def with_retries(
    call: Callable[[T], Awaitable[R]],
    item: T,
    retry: RetryConfig,
    pause: Callable[[float], Awaitable[object]],
    give_up: Callable[[T, BaseException, int], Awaitable[R]],
) -> R:
    """Return what `call(item)` gives; after the last of its failures, what `give_up(item, error, calls)` gives.

    There are up to `retry.max_attempts` calls, and a `pause` of `retry.delay(n)` seconds after failed call n, unless it
    was the last. A cancellation from outside is no failure: it ends this, as it ends any coroutine.

    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> answers = iter([OSError(), OSError(), "here"])
    >>> async def ask(item):
    ...     answer = next(answers)
    ...     if isinstance(answer, OSError):
    ...         raise answer
    ...     return answer
    >>> async def pause(seconds):
    ...     print(f"waits for {seconds} s")
    >>> run(with_retries(ask, "N14228", RetryConfig(max_attempts=3, base_delay=0.5), pause, give_up=None))
    waits for 0.5 s
    waits for 1.0 s
    'here'
    """
    calls = 0
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            calls += 1
            if calls >= retry.max_attempts:
                return await give_up(item, error, calls)
        await pause(retry.delay(calls))
