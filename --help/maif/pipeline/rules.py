"""What may happen to the calls of a task: `CallRules`, checked once, and fixed from then on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args
from weakref import WeakKeyDictionary

from maif.arguments import require_at_least, require_callable
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.parallel.executor import RunIn
from maif.pipeline.error_handling import ErrorAction, ErrorHandler, RetryConfig
from maif.units import parse_duration


class ConcurrencyLimit:
    """How many calls of a task may run at a time, in all its runs in one event loop."""

    def __init__(self, limit: int) -> None:
        require_at_least(1, concurrency_limit=limit)
        self.limit = limit
        self._slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    def slots(self) -> asyncio.Semaphore:
        """Return the slots of the running event loop."""
        return self._slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self.limit))


@dataclass(frozen=True, kw_only=True)
class CallRules:
    """The settings of a task, as its user gave them, and what follows from them; `single_task` says what they mean.

    >>> rules = CallRules(timeout="250ms", on_error="skip_item")
    >>> rules.time_limit, rules.retry.max_attempts, rules.holds_values_back
    (0.25, 1, True)
    >>> CallRules(on_error="ignore")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: on_error must be 'fail', 'skip_item' or 'skip_batch', got 'ignore'

    `retry` says how often a call is made (once, if no `retry_config` is given), `time_limit` is the timeout in seconds,
    and `limit` counts the calls of all runs; the last two are None where nothing is limited. Raises
    `InvalidArgumentError` and `InvalidTypeError` for settings that make no sense.
    """

    on_error: ErrorAction = "fail"
    retry_config: RetryConfig | None = None
    error_handler: ErrorHandler | None = None
    concurrency_limit: int | None = None
    flatten: bool | None = None
    timeout: float | str | None = None
    run_in: RunIn | None = None
    on_result: Callable[[Any], Any] | None = None
    clock: Clock = SYSTEM_CLOCK

    retry: RetryConfig = field(init=False)
    time_limit: float | None = field(init=False)
    limit: ConcurrencyLimit | None = field(init=False)

    def __post_init__(self) -> None:
        if self.on_error not in get_args(ErrorAction):
            raise InvalidArgumentError(f"on_error must be 'fail', 'skip_item' or 'skip_batch', got {self.on_error!r}")
        if self.error_handler is not None and not callable(getattr(self.error_handler, "handle_error", None)):
            raise InvalidTypeError(f"error_handler must have a method handle_error, got {self.error_handler!r}")
        if self.on_result is not None:
            require_callable(on_result=self.on_result)
        if self.run_in is not None and self.run_in not in get_args(RunIn):
            raise InvalidArgumentError(f"run_in must be 'thread' or 'process', got {self.run_in!r}")
        vars(self).update(
            retry=self.retry_config or RetryConfig(max_attempts=1),
            time_limit=None if self.timeout is None else parse_duration(self.timeout),
            limit=None if self.concurrency_limit is None else ConcurrencyLimit(self.concurrency_limit),
        )

    @property
    def holds_values_back(self) -> bool:
        """Whether a generator's values wait until its body has ended: what it has made cannot be taken back."""
        return self.may_go_on or self.time_limit is not None

    @property
    def may_go_on(self) -> bool:
        """Whether the run may go on after a call that failed."""
        return self.on_error != "fail" or self.error_handler is not None or self.retry.max_attempts > 1
