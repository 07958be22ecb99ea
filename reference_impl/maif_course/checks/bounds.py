"""A bound on work: what does not end is ended where it stands, by an exception that no `except Exception` stops.

It is a bound against loops without an end, wherever they can be interrupted; never a grade.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

GLANCE = 1_024  # events of the interpreter between two looks at the clock


class TooLong(BaseException):
    """Something has worked for too long."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise `TooLong` when what is inside has kept the processor busy for `seconds`; waiting does not count.

    A signal interrupts it, in the main thread. Where the system has no such signal, as in a browser, the interpreter's
    own events do (from Python 3.12 on), and waiting counts too.
    """
    if hasattr(signal, "setitimer"):
        if threading.current_thread() is threading.main_thread():
            with _by_signal(seconds):
                yield
            return
    elif hasattr(sys, "monitoring"):
        with _by_events(seconds):
            yield
        return
    yield


def too_long(error: BaseException | None) -> TooLong | None:
    """Return the interrupt on whose way out an error arose, as where a generator could not be closed."""
    while error is not None and not isinstance(error, TooLong):
        error = error.__context__
    return error


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _by_events(seconds: float) -> Iterator[None]:
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    tool, events = monitoring.DEBUGGER_ID, monitoring.events
    watched, thread = (events.JUMP, events.PY_START, events.PY_RESUME), threading.get_ident()
    count, deadline = 0, time.monotonic() + seconds

    def glance(*_: object) -> None:
        nonlocal count, deadline
        count += 1
        if count % GLANCE == 0 and time.monotonic() > deadline and threading.get_ident() == thread:
            deadline += seconds  # who swallows it is interrupted again
            raise TooLong

    monitoring.use_tool_id(tool, "maif_course")
    try:
        for event in watched:
            monitoring.register_callback(tool, event, glance)
        monitoring.set_events(tool, events.JUMP | events.PY_START | events.PY_RESUME)
        yield
    finally:
        monitoring.set_events(tool, 0)
        for event in watched:
            monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)
