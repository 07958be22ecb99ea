"""Which file the marks become: as the roster asks, or as the instructor does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from maif_course.classroom.exports import canvas, moodle, plain
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.exports.sheet import Sheet, read_sheet
from maif_course.errors import CourseError

WITHOUT_ROSTER: Mapping[str, Callable[[Marks], Sheet]] = {"plain": plain.plain, "nbgrader": plain.nbgrader}


def exported(marks: Marks, kind: str, roster: Path | None, titles: Mapping[str, str]) -> tuple[Sheet, list[str]]:
    """Return the table of marks, and what has to be said of it.

    With a roster it is of the platform that exported it; else of a `kind`, "plain" or "nbgrader".
    """
    if roster is None:
        if kind not in WITHOUT_ROSTER:
            raise CourseError(f"there is no table of the kind {kind!r}; there is {' and '.join(WITHOUT_ROSTER)}")
        return WITHOUT_ROSTER[kind](marks), []
    sheet = read_sheet(roster)
    if canvas.is_canvas(sheet):
        return canvas.canvas(marks, sheet, titles)
    if moodle.is_worksheet(sheet):
        return moodle.worksheet(marks, sheet)
    if moodle.is_people(sheet):
        return moodle.by_email(marks, sheet)
    raise CourseError(
        f"{roster} is no roster that is known here: Canvas exports one with the columns Student, ID, Section; Moodle "
        f"a grading worksheet with Identifier and Grade, or a list with {moodle.EMAIL!r}. This one has "
        f"{', '.join(sheet.columns[:8])}"
    )
