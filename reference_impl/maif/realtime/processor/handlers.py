"""Who is called for what: the handlers of a processor, and how one of them is called."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

from maif.arguments import is_async, require_callable
from maif.errors import TimeoutExpiredError
from maif.parallel.daemon_threads import DaemonThreads
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.units import format_duration

Call: TypeAlias = Callable[[Any], Awaitable[object]]


class ThreadLostError(TimeoutExpiredError):
    """A plain function took too long; its thread cannot be ended, and may still be at work."""


class Handlers:
    """The handlers for messages and for events; each can be awaited, whatever the user's function is.

    A handler that is `async def` runs in the event loop, any other function in a thread. With a `timeout`, in seconds,
    a call that takes longer raises `TimeoutExpiredError`, which cancels an async handler, and abandons a thread.
    """

    def __init__(self, threads: DaemonThreads, timeout: float | None) -> None:
        self.text: list[Call] = []
        self.image: list[Call] = []
        self.large_file: list[Call] = []
        self.events: dict[str, list[Call]] = {}
        self._threads, self._timeout = threads, timeout

    def call_of(self, fn: Callable[[Any], Any]) -> Call:
        """Return a user's function as one that is awaited, within the time limit."""
        require_callable(handler=fn)
        call = fn if is_async(fn) else partial(self._threads.call, fn)
        return call if self._timeout is None else partial(self._limited, fn, call, self._timeout)

    async def _limited(self, fn: Callable[[Any], Any], call: Call, timeout: float, argument: Any) -> None:
        try:
            async with asyncio.timeout(timeout) as limit:
                await call(argument)
        except TimeoutError as error:
            if not limit.expired():
                raise
            kind = TimeoutExpiredError if call is fn else ThreadLostError
            name = getattr(fn, "__name__", repr(fn))
            raise kind(f"the handler {name} took longer than {format_duration(timeout)}") from error

    def on_event(self, name: str, call: Call) -> None:
        """Add a handler for the events of a name."""
        self.events.setdefault(name, []).append(call)

    def of_message(self, message: Message) -> list[Call]:
        """Return the handlers that a message goes to, beside those of the event `new_data`.

        >>> handlers = Handlers(DaemonThreads(1), timeout=None)
        >>> handlers.text.append(handlers.call_of(print))
        >>> len(handlers.of_message(Message("attic", content="22.5"))), handlers.of_message(Message("attic"))
        (1, [])
        """
        if message.large_file is not None:
            return self.large_file
        if message.image_data is None:
            return self.text if message.content is not None else []
        return self.image if message.content is None else [*self.text, *self.image]

    async def handle_event(self, event: Event) -> None:
        """Call the handlers of an event, one after the other."""
        for call in self.events.get(event.name, ()):
            await call(event)
