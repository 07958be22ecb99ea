"""The files that a recovery makes beside another one, before one of them takes its place, and after."""

from __future__ import annotations

import contextlib
import filecmp
import itertools
import os
import shutil
from collections.abc import Iterator

from maif.file.access import Access
from maif.file.output import Output
from maif.file.placing import create, open_locked


@contextlib.contextmanager
def new_file(target: str, like: str) -> Iterator[str]:
    """Make an empty file beside a target, with the permissions of another; remove it, unless it has taken the place."""
    name = f"{target}.recover-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        make_empty(name, like)
        yield name
    finally:
        for left in (name, f"{name}.undo", f"{name}.before"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(left)


def make_empty(name: str, like: str) -> None:
    with contextlib.closing(Output(-1, like)) as empty:
        create(empty, name)


def write_parts(name: str, path: str, parts: list[tuple[Access, int, int]]) -> None:
    """Write parts of files, each from one offset to another, into a file that is there, durably."""
    with contextlib.closing(open_locked(name, Output)) as file:
        file.path = path
        end = 0
        for source, start, stop in parts:
            end = file.write_all(end, source.windows(start, stop))
        file.sync()


def second_name(name: str, wanted: str) -> str:
    """Give a file a second name, with a number behind it where another file has that; return it."""
    for number in itertools.count(1):
        second = wanted if number == 1 else f"{wanted}-{number}"
        try:
            os.link(name, second)
        except FileExistsError:
            if not (os.path.isfile(second) and filecmp.cmp(name, second, shallow=False)):
                continue
        except OSError:  # a file system without hard links
            if os.path.lexists(second):
                continue
            shutil.copyfile(name, second)
            shutil.copymode(name, second)
        return second
    raise AssertionError
