"""Whose code ran: which pieces were called while a program was at work, and from which files they come."""

from __future__ import annotations

import importlib
import inspect
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any


@contextmanager
def watching(pieces: Iterable[str]) -> Iterator[set[str]]:
    """Note which of these names of the library are called, in this thread and in those that begin meanwhile."""
    owners = {code: name for name in pieces for code in _codes(_piece(name))}
    called: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and (name := owners.get(frame.f_code)):
            called.add(name)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def is_the_learners(name: str) -> bool:
    """Say whether a name of the library is a learner's piece that was swapped in."""
    return "_learner" in Path(inspect.getsourcefile(_piece(name)) or "").parts


def _piece(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def _codes(piece: Any) -> Iterator[CodeType]:
    if inspect.isclass(piece):
        for member in vars(piece).values():
            function = getattr(member, "fget", None) or getattr(member, "__func__", member)
            if inspect.isfunction(function):
                yield function.__code__
    else:
        yield inspect.unwrap(piece).__code__
