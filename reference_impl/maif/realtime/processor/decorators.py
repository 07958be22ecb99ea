"""The decorators by which a program says what is called for what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar, overload

from maif.arguments import require_at_least, require_callable, some_text
from maif.realtime.processor.handlers import Call, Handlers
from maif.units import parse_duration

F = TypeVar("F", bound=Callable[..., Any])


class HandlerDecorators(ABC):
    """Decorators for handlers, which work with and without parentheses, and return the function as it is.

    A handler is `async def`, or a plain function, which a thread calls; the processor does not use what it returns.
    """

    def __init__(self, handlers: Handlers, batch_size: int) -> None:
        self._handlers, self._batch_size = handlers, batch_size
        self._batch_calls: list[tuple[Call, int, float | None]] = []

    @abstractmethod
    def _require_not_started(self, what: str) -> None:
        """Raise `ClosedError` if it is too late to add this."""

    @overload
    def on_text_message(self, fn: F) -> F: ...
    @overload
    def on_text_message(self) -> Callable[[F], F]: ...
    def on_text_message(self, fn: F | None = None) -> F | Callable[[F], F]:
        """Have a function called with each message that has a text."""
        return self._decorate(fn, self._handlers.text.append)

    @overload
    def on_image_message(self, fn: F) -> F: ...
    @overload
    def on_image_message(self) -> Callable[[F], F]: ...
    def on_image_message(self, fn: F | None = None) -> F | Callable[[F], F]:
        """Have a function called with each message that has a picture."""
        return self._decorate(fn, self._handlers.image.append)

    @overload
    def on_large_file(self, fn: F) -> F: ...
    @overload
    def on_large_file(self) -> Callable[[F], F]: ...
    def on_large_file(self, fn: F | None = None) -> F | Callable[[F], F]:
        """Have a function called with the path of each large file, which the source then does not read by lines."""
        return self._decorate(
            fn, lambda call: self._handlers.large_file.append(lambda message: call(message.large_file))
        )

    @overload
    def on_event(self, name: F) -> F: ...
    @overload
    def on_event(self, name: str | None = None) -> Callable[[F], F]: ...
    def on_event(self, name: F | str | None = None) -> F | Callable[[F], F]:
        """Have a function called with each `Event` of a name; without one, its own name, less `on_`, is the event's."""

        if isinstance(name, str):
            some_text(name=name)
        elif name is not None:
            require_callable(handler=name)

        def register(fn: F) -> F:
            event = name if isinstance(name, str) else fn.__name__.removeprefix("on_")
            self._decorate(fn, lambda call: self._handlers.on_event(event, call))
            return fn

        return register if name is None or isinstance(name, str) else register(name)

    @overload
    def batch_processor(self, fn: F) -> F: ...
    @overload
    def batch_processor(
        self, *, batch_size: int | None = None, max_wait: float | str | None = "1s"
    ) -> Callable[[F], F]: ...
    def batch_processor(
        self, fn: F | None = None, *, batch_size: int | None = None, max_wait: float | str | None = "1s"
    ) -> F | Callable[[F], F]:
        """Have a function called with lists of messages, after their own handlers.

        A list has `batch_size` messages (by default the configuration's), fewer if the first has waited for `max_wait`,
        or if no more can come.
        """
        size = self._batch_size if batch_size is None else batch_size
        require_at_least(1, batch_size=size)
        wait = None if max_wait is None else parse_duration(max_wait)
        return self._decorate(fn, lambda call: self._batch_calls.append((call, size, wait)))

    def _decorate(self, fn: F | None, add: Callable[[Call], object]) -> F | Callable[[F], F]:
        def register(fn: F) -> F:
            self._require_not_started("a handler")
            add(self._handlers.call_of(fn))
            return fn

        return register if fn is None else register(fn)
