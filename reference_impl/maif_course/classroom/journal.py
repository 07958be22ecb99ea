"""What has been graded so far, in a file beside the one that is to be written: a run that was cut off can go on.

It has one line a notebook. A line that a killed run left without its end counts for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from maif_course.classroom.gradebook import Graded, read_gradebook
from maif_course.classroom.submissions import HandedIn
from maif_course.errors import WorkspaceError
from maif_course.learner.keeping import put_anew, telling

Key = tuple[str, str, str, str]


class Journal:
    """The journal of the run that writes the grades in `path`; `fingerprints` say by what each lesson is graded."""

    def __init__(self, path: Path, fingerprints: Mapping[str, str]) -> None:
        self._grades, self._path = path, path.with_name(f"{path.name}.part")
        self._fingerprints = fingerprints

    def known(self, handed: Iterable[HandedIn]) -> dict[HandedIn, Graded]:
        """Return what was graded before of these and is still the same: the notebook, its checks, and the seed."""
        before = {_key(one): one for one in self._before() if not one.problem}
        found = {}
        for one in handed:
            key = (one.student.id, one.lesson, one.digest, self._fingerprints.get(one.lesson, ""))
            if not one.problem and (graded := before.get(key)) is not None:
                name = str(one.file.name) if one.file else ""
                found[one] = replace(graded, student=one.student, notebook=name, notes=one.notes, late=one.late)
        return found

    def begin(self, kept: Iterable[Graded]) -> None:
        """Begin the file anew, with what is kept; until that is written, the old one stays."""
        put_anew(self._path, "".join(map(_line, kept)))

    def add(self, graded: Graded) -> None:
        """Write down what has been graded."""
        with telling(self._path), open(self._path, "a", encoding="utf-8") as file:
            file.write(_line(graded))

    def end(self) -> None:
        """Remove the file: the grades have been written."""
        self._path.unlink(missing_ok=True)

    def _before(self) -> list[Graded]:
        found: list[Graded] = []
        with suppress(WorkspaceError):  # none was finished, or one of an older course: there is nothing to keep of it
            found += read_gradebook(self._grades).graded
        if self._path.is_file():
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
            found += filter(None, map(_graded, lines))
        return found


def _line(graded: Graded) -> str:
    return f"{json.dumps(graded.as_dict(), allow_nan=False)}\n"


def _graded(line: str) -> Graded | None:
    try:
        values: Any = json.loads(line)
        return Graded.from_dict(values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _key(graded: Graded) -> Key:
    return graded.student.id, graded.lesson, graded.digest, graded.fingerprint
