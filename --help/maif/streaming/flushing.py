"""What is written reaches the file soon, also when nothing follows: one thread looks after all writers of a process.

A writer asks for a visit when it begins to hold blocks back. The thread starts with the first such request, and ends
when there has been none for a while. It keeps no writer alive. Before the interpreter ends, all writers are visited.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
import weakref
from queue import Empty, SimpleQueue
from typing import Protocol

PERIOD = 0.2  # seconds from a request to the visit
_PATIENCE = 1.0  # seconds without a request after which the thread ends


class Visited(Protocol):
    """A writer that may hold blocks back."""

    def flush_waiting(self) -> None:
        """Write what waits, unless the writer is at work; never raise."""
        ...


Request = tuple[float, weakref.ref[Visited]]  # when to visit whom


class Flusher:
    """Visits writers a fifth of a second after each has asked for it.

    There is no lock that an interrupted caller could keep: requests go through a queue. Two threads for a moment, where
    one ends while the other begins, do no harm.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, without thread and requests: in a forked child neither is its own."""
        self._asked: SimpleQueue[Request] = SimpleQueue()  # all wait equally long: the oldest is the first
        self._thread: threading.Thread | None = None

    def ask(self, writer: Visited) -> bool:
        """Have a writer visited soon; return False where that cannot be."""
        self._asked.put((time.monotonic() + PERIOD, weakref.ref(writer)))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="maif-flusher", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # the interpreter is ending, or there are too many threads
                self._thread = None
                return False
        return True

    def _run(self) -> None:
        while True:
            try:
                due, writer = self._asked.get(timeout=_PATIENCE)
            except Empty:
                self._thread = None  # from here on, whoever asks starts another
                if self._asked.empty():
                    return
                continue
            time.sleep(max(0.0, due - time.monotonic()))
            _visit(writer)

    def visit_all(self) -> None:
        """Visit all that have asked, now."""
        while not self._asked.empty():
            _visit(self._asked.get()[1])


def _visit(reference: weakref.ref[Visited]) -> None:
    if (writer := reference()) is not None:
        writer.flush_waiting()


FLUSHER = Flusher()
os.register_at_fork(after_in_child=FLUSHER.forget)
atexit.register(FLUSHER.visit_all)
