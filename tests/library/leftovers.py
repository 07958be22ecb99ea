"""What a program may leave behind: nothing. Tests of whatever can be left early run within `leaves_nothing()`."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any, TypeVar

from maif.clock import run

T = TypeVar("T")

OPEN_FILES = Path("/proc/self/fd")
"""Where Linux lists what a process has open; elsewhere open files are not looked for."""
TURNS = 5
"""How often an event loop turns until what a `break` left has ended."""


class Complaints(logging.Handler):
    """Keeps what asyncio logs: exceptions that nobody took, tasks that nobody waited for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def leaves_nothing() -> Iterator[None]:
    """Prove that no thread, open file or half-run generator survives the block, and that asyncio logs nothing in it.

    Where the block ends with an exception, generators may: the frames of its traceback hold them.
    """
    threads, files, complaints = set(threading.enumerate()), open_files(), Complaints()
    logging.getLogger("asyncio").addHandler(complaints)
    gc.freeze()  # what is collected and looked through below is what was made within
    generators: list[object] = []
    try:
        yield
        gc.collect()
        generators = half_run()
    finally:
        gc.collect()
        gc.unfreeze()
        logging.getLogger("asyncio").removeHandler(complaints)
        left = [
            *(set(threading.enumerate()) - threads),
            *(name for number, name in open_files().items() if files.get(number) != name),
            *generators,
            *complaints.messages,
        ]
        assert not left, f"left behind: {left}"


def run_cleanly(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a program in virtual time within `leaves_nothing()`; no task may outlive its main coroutine either."""

    async def watched() -> T:
        try:
            return await main()
        finally:
            gc.collect()
            for _ in range(TURNS):
                await asyncio.sleep(0)
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            assert not tasks, f"tasks left behind: {tasks}"

    with leaves_nothing():
        return run(watched())


def open_files() -> dict[str, str]:
    """Return the number of each open file of this process, with its name."""
    if not OPEN_FILES.exists():
        return {}
    names = {}
    for number in os.listdir(OPEN_FILES):
        try:
            names[number] = os.readlink(OPEN_FILES / number)
        except FileNotFoundError:  # the list itself was open
            continue
    return names


def half_run() -> list[object]:
    """Return the generators and coroutines that have begun, have not ended, and are not running now."""
    found = []
    for thing in gc.get_objects():
        match thing:
            case GeneratorType():
                frame, running, begun = thing.gi_frame, thing.gi_running, thing.gi_suspended
            case AsyncGeneratorType():
                frame, running, begun = thing.ag_frame, thing.ag_running, True
            case CoroutineType():
                frame, running, begun = thing.cr_frame, thing.cr_running, thing.cr_suspended
            case _:
                continue
        if frame is not None and begun and not running:
            found.append(thing)
    return found
