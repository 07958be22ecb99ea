"""An interrupt at each line of the library, one after the other: what Ctrl-C may do at any moment."""

from __future__ import annotations

import dis
import functools
import gc
import itertools
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import maif

LIBRARY = os.path.dirname(maif.__file__)
LOOKS_FOR_SIGNALS = {dis.opmap[name] for name in ("RESUME", "CALL", "CALL_FUNCTION_EX", "JUMP_BACKWARD")}


class Interrupt(BaseException):
    """What Ctrl-C is: no `Exception`."""


def apart(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test in a thread of its own: what a trace function raises may stay behind as its thread's exception.

    Nothing is said of files that an interrupt has kept from being closed.
    """

    @functools.wraps(test)
    def run(*arguments: Any, **keywords: Any) -> None:
        with warnings.catch_warnings(), ThreadPoolExecutor(1) as pool:
            warnings.simplefilter("ignore", ResourceWarning)
            pool.submit(test, *arguments, **keywords).result()
            gc.collect()

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


@contextmanager
def signalled_at(number: int, error: type[BaseException] = Interrupt) -> Iterator[None]:
    """Raise an error at the n-th place where the interpreter looks for signals within the library.

    It does so at the start of a function, behind a call (what was called is done), and where a loop begins anew: where
    locks are taken and given back, finer than by lines, and never where no signal comes.
    """
    places = itertools.count(1)

    def begin(frame: FrameType, event: str, argument: object) -> Any:
        if event != "call" or not frame.f_code.co_filename.startswith(LIBRARY) or in_del(frame):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        instructions, handler, behind = frame.f_code.co_code, handlers_of(frame.f_code), None

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal behind
            if event == "opcode":
                at, before = frame.f_lasti, behind
                behind = at if instructions[at] in LOOKS_FOR_SIGNALS else None
                # What is to be raised behind a call is raised here: not where something else would handle it.
                if before is not None and handler(before) == handler(at) and next(places) == number:
                    sys.settrace(None)
                    raise error
            return trace

        return trace

    sys.settrace(begin)
    try:
        yield
    finally:
        sys.settrace(None)


def handlers_of(code: CodeType) -> Callable[[int], int | None]:
    """Return what tells of an instruction where the interpreter goes on if it raises."""
    table: list[Any] = dis._parse_exception_table(code)  # type: ignore[attr-defined]  # noqa: SLF001

    def handler(at: int) -> int | None:
        return next((entry.target for entry in table if entry.start <= at < entry.end), None)

    return handler


def in_del(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename.startswith(LIBRARY):
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
