"""`Chores`: what may take long, and may as well be left for the next start: mending after a death, and compacting."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

R = TypeVar("R")


class Chores:
    """Does one thing after the other, in a thread that keeps neither a stop nor the program from ending.

    Each must therefore be safe to be killed at, or to be left undone. Safe across threads.

    >>> chores = Chores()
    >>> chores.put(lambda: "swept").result()
    'swept'
    """

    def __init__(self) -> None:
        self.given_up = threading.Event()
        """Set when nobody waits any more: whoever takes long looks at it from time to time, and leaves off."""
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None  # set while one is at work

    def put(self, work: Callable[[], R]) -> Future[R]:
        """Have something done when its turn comes; where the program ends, and no thread can begin, at once."""
        future: Future[R] = Future()
        with self._lock:
            self._waiting.append((future, work))
            if self._thread is not None:
                return future
            self._thread = threading.Thread(target=self._run, name="maif-chores", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self._run()
        return future

    def _run(self) -> None:
        while (chore := self._next()) is not None:
            future, work = chore
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None

    def give_up(self) -> None:
        """Begin nothing more, and have what is being done leave off where it can."""
        self.given_up.set()
        with self._lock:
            waiting, self._waiting = self._waiting, deque()
        for future, _ in waiting:
            future.cancel()
            future.set_running_or_notify_cancel()

    def join(self, timeout: float | None = None) -> None:
        """Wait until nothing is being done, for `timeout` seconds at most."""
        with self._lock:
            thread = self._thread
        if thread is not None and thread.ident is not None:
            thread.join(timeout)
