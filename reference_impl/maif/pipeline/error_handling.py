"""What happens when a call fails: `with_retries` waits and makes it again; at last a handler or a rule decides."""

from __future__ import annotations

import asyncio
import logging
import reprlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from maif.arguments import LARGEST, real_number, require_at_least
from maif.errors import InvalidArgumentError
from maif.flow.backoff import growing_pause
from maif.units import parse_duration

T = TypeVar("T")
R = TypeVar("R")

ErrorAction = Literal["fail", "skip_item", "skip_batch"]


@dataclass
class RetryConfig:
    """How often a call is made, and how long to wait before it is made again.

    `max_attempts` counts all calls. After the failed call n the wait is `base_delay · backoff_multiplier^(n-1)`, but at
    most `max_delay`; without `exponential_backoff` it is `base_delay` each time. Times are seconds, or text such as
    `"250ms"`. Raises `InvalidArgumentError` for numbers that make no sense.

    >>> [RetryConfig(base_delay=1, max_delay=5).delay(n) for n in (1, 2, 3, 4)]
    [1.0, 2.0, 4.0, 5.0]
    """

    max_attempts: int = 3
    base_delay: float = 1.0
    exponential_backoff: bool = True
    max_delay: float = 60.0
    backoff_multiplier: float = 2.0

    def __post_init__(self) -> None:
        require_at_least(1, max_attempts=self.max_attempts)
        self.base_delay = parse_duration(self.base_delay)
        self.max_delay = parse_duration(self.max_delay)
        if not 0 < real_number(backoff_multiplier=self.backoff_multiplier) <= LARGEST:
            raise InvalidArgumentError(
                f"backoff_multiplier must be above 0 and finite, got {self.backoff_multiplier!r}"
            )

    def delay(self, attempt: int) -> float:
        """Return the seconds to wait after the failed call number `attempt`, from 1."""
        factor = self.backoff_multiplier if self.exponential_backoff else 1
        return growing_pause(attempt, self.base_delay, self.max_delay, factor)


def is_cancellation(error: BaseException) -> bool:
    """Say whether this task is being cancelled, as opposed to a function that raised CancelledError itself."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


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


class ErrorHandler:
    """Decides what becomes of an item whose calls have all failed: the base of your own handlers.

    >>> class Unknown(ErrorHandler):
    ...     def handle_error(self, error, item, task_name, attempt):
    ...         return isinstance(error, KeyError), "unknown"
    """

    def handle_error(self, error: BaseException, item: Any, task_name: str, attempt: int) -> Any:
        """Return `(go_on, value)`: whether to go on with `value` as the item's result, or to raise the error.

        `item` is a batch task's whole batch, and `attempt` says how many calls were made. May be `async def`.
        """
        raise NotImplementedError


class LoggingErrorHandler(ErrorHandler):
    """Logs each error, and goes on with a value in place of the result; None drops the item."""

    def __init__(self, logger: logging.Logger | None = None, replacement_value: Any = None) -> None:
        self.logger = logger or logging.getLogger(__name__)
        self.replacement_value = replacement_value

    async def handle_error(self, error: BaseException, item: Any, task_name: str, attempt: int) -> tuple[bool, Any]:
        """Log the error, and return True and the replacement."""
        self.logger.error(
            "%s failed on %s (call %d): %s: %s", task_name, reprlib.repr(item), attempt, type(error).__name__, error
        )
        return True, self.replacement_value
