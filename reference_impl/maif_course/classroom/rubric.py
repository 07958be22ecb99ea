"""Points that a person gives, as for prose and for tasks without a check, from a table `rubric.csv`.

Its columns are `student`, `item`, `points`, and if there are any `of`, `lesson`, `comment`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from maif_course.classroom.exports.matching import matched
from maif_course.classroom.exports.sheet import Sheet, read_sheet
from maif_course.classroom.gradebook import ByHand
from maif_course.classroom.submissions import Student
from maif_course.errors import WorkspaceError

NEEDED = ("student", "item", "points")


def read_rubric(path: Path, students: Iterable[Student]) -> list[ByHand]:
    """Return the points that a table gives to these students; raise `WorkspaceError` with the line of what is wrong."""
    sheet = read_sheet(path)
    if missing := [name for name in NEEDED if name not in sheet.columns]:
        raise WorkspaceError(f"{path} has no column {' and '.join(missing)}; it needs {', '.join(NEEDED)}")
    people = list(students)
    given = [_given(sheet, row, f"{path}, row {number}") for number, row in enumerate(sheet.rows, start=2)]
    found = []
    for number, one in enumerate(given, start=2):
        fitting = [student for student in people if matched([student], [[one.student]]).students]
        if len(fitting) != 1:
            who = "nobody handed something in as" if not fitting else "several students are called"
            raise WorkspaceError(f"{path}, row {number}: {who} {one.student!r}")
        found.append(replace(one, student=fitting[0].id))
    keys = [(one.student, one.lesson, one.item) for one in found]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise WorkspaceError(f"{path} gives {twice[0]!r} points for {twice[2]!r} twice")
    return found


def _given(sheet: Sheet, row: Iterable[str], where: str) -> ByHand:
    cells = dict(zip(sheet.columns, map(str.strip, row), strict=True))
    points = _number(cells["points"], f"{where}: points")
    of = _number(cells["of"], f"{where}: of") if cells.get("of") else 0.0
    lesson = cells.get("lesson", "")
    return ByHand(
        cells["student"], cells["item"], points, of, cells.get("comment", ""), lesson.zfill(2) if lesson else ""
    )


def _number(text: str, where: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise WorkspaceError(f"{where} must be a number, not {text!r}")
    return value
