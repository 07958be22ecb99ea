"""Marks for Moodle: into an assignment's grading worksheet, or into a file that its gradebook imports by e-mail.

Both are made from a list that Moodle exported: an import ends at the first user that Moodle does not know.
"""

from __future__ import annotations

from collections.abc import Sequence

from maif_course.classroom.exports.canvas import said
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.exports.matching import matched
from maif_course.classroom.exports.sheet import Sheet, number
from maif_course.classroom.submissions import Student
from maif_course.errors import CourseError

EMAIL = "Email address"
NAMES = ("Identifier", "ID number", "Username", EMAIL, "Full name")


def is_worksheet(roster: Sheet) -> bool:
    """Say whether a table is an assignment's grading worksheet."""
    return {"Identifier", "Grade"} <= set(roster.columns)


def is_people(roster: Sheet) -> bool:
    """Say whether a table is a list of users with their addresses."""
    return EMAIL in roster.columns


def worksheet(marks: Marks, roster: Sheet) -> tuple[Sheet, list[str]]:
    """Return the worksheet with grades and feedback filled in, and what has to be said of it."""
    found = matched(marks.book.students, [_names(roster, row) for row in roster.rows])
    rows, told = [], []
    for place, row in enumerate(roster.rows):
        cells = dict(zip(roster.columns, row, strict=True))
        if (student := found.students.get(place)) and (points := marks.total(student)) is not None:
            if cells.get("Grade can be changed", "Yes").strip().casefold() == "no":
                told.append(f"{student}: Moodle says that this grade cannot be changed; it was left")
            else:
                cells["Grade"] = number(points * _scale(marks, cells.get("Maximum Grade", "")))
                if "Feedback comments" in cells:
                    cells["Feedback comments"] = in_words(marks, student)
        rows.append([cells[name] for name in roster.columns])
    scaled = {most for row in roster.rows if _scale(marks, most := roster.cell(row, "Maximum Grade")) != 1}
    told += [f"{marks.possible():g} points here are {one} in Moodle: they were scaled" for one in sorted(scaled)]
    return Sheet(roster.columns, rows, roster.delimiter), [*told, *said(found)]


def by_email(marks: Marks, roster: Sheet) -> tuple[Sheet, list[str]]:
    """Return a file for the gradebook's import, a column a task and one for feedback, and what to say of it."""
    found = matched(marks.book.students, [_names(roster, row) for row in roster.rows])
    columns = [EMAIL, *(f"{task.id} {task.title}" for task in marks.tasks), "Feedback"]
    rows = []
    for place, row in enumerate(roster.rows):
        if (student := found.students.get(place)) and marks.total(student) is not None:
            points = [marks.for_task(student, task) for task in marks.tasks]
            cells = ["" if one is None else number(one) for one in points]
            rows.append([roster.cell(row, EMAIL), *cells, in_words(marks, student)])
    if not rows:
        raise CourseError("nobody who handed something in is in the roster, by e-mail, id or name")
    return Sheet(columns, rows), said(found)


def in_words(marks: Marks, student: Student) -> str:
    """Return feedback in a few sentences: points by lesson, and the first thing to mend in each."""
    parts = []
    for lesson in marks.lessons:
        if (points := marks.for_lesson(student, lesson)) is None:
            continue
        parts.append(f"Lesson {lesson.number}: {points:g} of {marks.possible(lesson):g} points.")
        graded = marks.graded(student, lesson.number)
        failed = next((found.result for found in graded.verdicts if not found.passed), None) if graded else None
        if failed is not None:
            parts.append(f"{failed.check}: {failed.why or failed.title}")
        parts += [f"{one.item}: {one.comment}" for one in marks.book.hand_points(student, lesson.number) if one.comment]
    return " ".join(parts)


def _names(roster: Sheet, row: Sequence[str]) -> list[str]:
    whole = " ".join(roster.cell(row, name) for name in ("First name", "Last name"))
    surname = " ".join(roster.cell(row, name) for name in ("First name", "Surname"))
    identifier = roster.cell(row, "Identifier").removeprefix("Participant ")
    return [identifier, *(roster.cell(row, name) for name in NAMES), whole, surname]


def _scale(marks: Marks, maximum: str) -> float:
    try:
        most = float(maximum.replace(",", "."))
    except ValueError:
        return 1.0
    here = marks.possible()
    return most / here if most and here else 1.0
