"""What becomes of a message that cannot be handled: another try, the dead letters, nothing, or the end."""

from __future__ import annotations

import base64
import inspect
import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from maif.errors import InvalidArgumentError
from maif.flow.backoff import growing_pause
from maif.realtime.config import ErrorRule
from maif.realtime.message import Message
from maif.realtime.outbox import DeadLetter, Origin
from maif.realtime.processor.handlers import ThreadLostError
from maif.realtime.processor.retry_plan import RetryPlan

_log = logging.getLogger("maif.realtime")

MOST_IN_A_ROW = 100  # messages that fail, without one that succeeds: then something else is wrong
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between two attempts

Outcome = Literal["dead_letter", "skip", "stop"]


@dataclass(frozen=True, slots=True)
class Failure:
    """The payload of the event `error`: what failed, why, and what became of it."""

    error: BaseException
    message: Message | None = None
    attempts: int = 0
    outcome: str = ""


class FailureRules:
    """Decides by `on_error` and by its `plan`, which knows how many messages have failed in a row."""

    def __init__(self, on_error: ErrorRule | Callable[..., Any], retries: int) -> None:
        self._rule = on_error
        self.plan = RetryPlan(retries if on_error == "retry" or callable(on_error) else 0, MOST_IN_A_ROW)

    def pause(self, attempts: int) -> float:
        """Return the seconds to wait after a failed attempt, counted from 1."""
        return growing_pause(attempts, FIRST_PAUSE, LONGEST_PAUSE)

    async def decide(self, message: Message, error: BaseException, attempts: int) -> ErrorRule:
        """Return what becomes of a message whose attempt has failed.

        Nobody waits for a thread that was lost, nor tries its message again: the thread may still be at work on it.
        """
        rule = await self._ask(message, error) if callable(self._rule) else self._rule
        hopeless = message.failure is not None or isinstance(error, ThreadLostError)
        return self.plan.outcome(rule, attempts, hopeless)

    async def _ask(self, message: Message, error: BaseException) -> ErrorRule:
        assert callable(self._rule)
        try:
            rule = self._rule(message, error)
            rule = await rule if inspect.isawaitable(rule) else rule
            if rule not in get_args(ErrorRule):
                raise InvalidArgumentError(
                    f"on_error must return one of {', '.join(get_args(ErrorRule))}, got {rule!r}"
                )
        except Exception:
            _log.exception("on_error could not decide: the message goes to the dead letters")
            return "dead_letter"
        decided: ErrorRule = rule
        return decided


def dead_letter(message: Message, origin: Origin, attempts: int, error: BaseException) -> DeadLetter:
    """Return the dead letter of a message; it holds what the source has read, or the same as a JSON object."""
    key = message.key
    return DeadLetter(
        origin,
        message.source_id,
        raw_of(message),
        key
        if key is None or isinstance(key, str)
        else key.decode(errors="replace")
        if isinstance(key, bytes)
        else repr(key),
        message.timestamp,
        attempts,
        f"{type(error).__name__}: {error}",
        "".join(traceback.format_exception(error)),
    )


def raw_of(message: Message) -> bytes:
    """Return bytes from which the message can be decoded again.

    >>> raw_of(Message("attic", content="22.5", raw=b"22.5"))
    b'22.5'
    >>> raw_of(Message("attic", content="22.5"))
    b'{"source_id": "attic", "content": "22.5"}'
    """
    if message.raw is not None:
        return message.raw
    given = {
        "source_id": message.source_id,
        "content": message.content,
        "image_data": base64.b64encode(message.image_data).decode() if message.image_data is not None else None,
        "requires_analysis": message.requires_analysis or None,
        "priority": message.priority if message.priority != "normal" else None,
        "timestamp": message.timestamp or None,
        "metadata": message.metadata or None,
    }
    return json.dumps({name: value for name, value in given.items() if value is not None}, default=str).encode()
