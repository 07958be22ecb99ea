"""Declaring checks: `graded` turns a function of a piece and a trial into a `Check`."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maif_course.checks.trial import Trial
from maif_course.errors import LessonError

Cause = tuple[str, Callable[[Any, Any], Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One graded question about a piece.

    `id` is lesson, task and name ("07.3.late"). `piece` is the name that the learner's code must define. `hints` go
    from the concept, as a question, over the place to nearly the code; a stretch task has none, and 0 points. `causes`
    maps a misconception to what the learner is told and to a test on what was observed; the first that holds is shown.
    """

    id: str
    piece: str
    points: int
    title: str
    hints: tuple[str, ...]
    causes: Mapping[str, Cause]
    function: Callable[[Any, Trial], None]
    path: str
    line: int

    @property
    def task(self) -> str:
        """The task's part of the id: "07.3"."""
        return self.id.rsplit(".", 1)[0]

    @property
    def cell_id(self) -> str:
        """The id of the notebook's cell, and nbgrader's `grade_id`: "t07-3-late"."""
        return "t" + self.id.replace(".", "-")


def graded(
    check_id: str,
    *,
    piece: str,
    points: int,
    title: str,
    hints: tuple[str, ...],
    causes: Mapping[str, Cause],
) -> Callable[[Callable[[Any, Trial], None]], Check]:
    """Declare a check; the decorated function receives the piece, which it may only call, and a `Trial`."""

    def declare(function: Callable[[Any, Trial], None]) -> Check:
        code = function.__code__
        return Check(check_id, piece, points, title, hints, causes, function, code.co_filename, code.co_firstlineno)

    return declare


def lessons_folder() -> Path:
    """Return the folder with all lessons: inside the installed package, or in the repository around it.

    The environment variable `MAIF_COURSE_LESSONS` names another one.
    """
    if named := os.environ.get("MAIF_COURSE_LESSONS"):
        return Path(named)
    package = Path(__file__).parents[1]
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parents[1] / "lessons"


def load_checks(folder: Path) -> dict[str, Check]:
    """Return the checks that a lesson's `checks.py` declares, by id, in its order.

    Raises `LessonError` where two have one id.
    """
    path = folder / "checks.py"
    if not path.exists():
        return {}
    name = f"maif_course_lesson_{folder.name}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checks: dict[str, Check] = {}
    for check in vars(module).values():
        if isinstance(check, Check):
            if check.id in checks:
                raise LessonError(f"two checks have the id {check.id!r}", path, check.line)
            checks[check.id] = check
    return checks
