"""What changes in steps: `ChangeLock` knows when the steps were broken off, and what is `Rooted` is never copied."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, NoReturn

from maif.errors import ClosedError, InvalidTypeError


class Rooted:
    """An object that threads share and change: it can be neither pickled nor copied, and says `how` to have another."""

    how: ClassVar[str]

    def __reduce__(self) -> NoReturn:
        raise InvalidTypeError(f"a {type(self).__name__} can be neither pickled nor copied: {self.how}")


class ChangeLock:
    """Lets one thread at a time in. A change that an exception breaks off, an interrupt included, is its last.

    What was half changed would answer wrongly from then on; now everyone who comes later gets a `ClosedError`.

    >>> lock = ChangeLock("the index")
    >>> with lock.changing():
    ...     raise TimeoutError
    Traceback (most recent call last):
    TimeoutError
    >>> with lock.reading():
    ...     pass
    Traceback (most recent call last):
    maif.errors.ClosedError: the index was broken off while it changed: build it anew
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.RLock()
        self._sound = True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep others from changing anything meanwhile."""
        with self._lock:
            if not self._sound:
                raise ClosedError(f"{self._what} was broken off while it changed: build it anew")
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep others out until all steps of a change are done."""
        with self.reading():
            self._sound = False
            yield
            self._sound = True
