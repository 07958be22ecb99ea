"""What becomes of the course's tasks where there is no more than in a page: a program, run with `python -S`.

A page has the library, the course and Python's standard library, of which threads, processes and what belongs to a
system are missing; without `site` there are no packages here either. What it finds goes out as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

ABSENT = ("multiprocessing", "_multiprocessing", "_posixsubprocess", "resource", "fcntl", "termios", "pwd", "grp")


class Absent:
    """A finder before all others, to which these modules do not exist."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] in ABSENT or name == "concurrent.futures.process":
            raise ModuleNotFoundError(f"a page has no {name}", name=name)
        return None


def refuse(*_: object, **__: object) -> None:
    raise RuntimeError("a page starts no threads and no processes")


def withdraw() -> None:
    """Take from this process what a page does not have."""
    if found := [name for name in ("numpy", "zstandard", "cryptography", "pandas") if find_spec(name)]:
        raise SystemExit(f"there are packages here: {', '.join(found)}")
    sys.meta_path.insert(0, Absent())
    for owner, name in ((threading.Thread, "start"), (os, "fork"), (os, "posix_spawn"), (subprocess.Popen, "__init__")):
        setattr(owner, name, refuse)


def told() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each answer's task, kind and surprises; of a task that needs more than there is here, the solution's."""
    from maif_course.lesson import read_lessons
    from maif_course.proving import matrix
    from maif_course.proving.matrix import Row, prove, rows

    def surprises(row: Row) -> list[str]:
        try:
            return prove(row, (None,))
        except Exception as error:  # a cell before the piece
            return [f"{type(error).__name__}: {error}"]

    vars(matrix).update(library_source=lambda _: "")  # the library's own piece may stand beside what needs numpy
    for lesson in read_lessons():
        absent = {cell.id for task in lesson.tasks if task.needs for cell in task.cells if cell.id}
        here = replace(lesson, exercise=tuple(cell for cell in lesson.exercise if cell.id not in absent))
        for row in rows(lesson):
            if not row.task.needs and row.kind != "library" and "np." not in row.source:
                yield row.task.id, row.kind, surprises(replace(row, lesson=here))
            elif row.task.needs and row.kind == "solution":
                yield row.task.id, "needs more", surprises(row)


if __name__ == "__main__":
    withdraw()
    print(json.dumps(list(told())))
