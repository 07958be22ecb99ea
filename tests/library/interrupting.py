"""An interrupt at each line of the library, one after the other: what Ctrl-C may do at any moment."""

from __future__ import annotations

import functools
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import Any

import maif

LIBRARY = os.path.dirname(maif.__file__)


class Interrupt(BaseException):
    """What Ctrl-C is: no `Exception`."""


def apart(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test in a thread of its own: what a trace function raises may stay behind as its thread's exception."""

    @functools.wraps(test)
    def run(*arguments: Any, **keywords: Any) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(test, *arguments, **keywords).result()

    return run


@contextmanager
def interrupted_at(number: int) -> Iterator[None]:
    """Raise an `Interrupt` before the n-th line of the library that runs in the block."""
    lines = itertools.count(1)

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if event == "call":  # what is raised in a `__del__`, nobody sees
            return trace if frame.f_code.co_filename.startswith(LIBRARY) and not in_del(frame) else None
        if event == "line" and next(lines) == number:
            sys.settrace(None)
            raise Interrupt
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)


def in_del(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename.startswith(LIBRARY):
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
