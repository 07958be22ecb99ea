"""Marks for Canvas: the instructor's own export of the gradebook, with the points filled in.

Canvas takes a title that it does not know for a new assignment, and a blank over a score for a change. So only columns
that the export has are written, with its titles and numbers, and what is not graded here keeps the score that it had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.exports.matching import Matched, matched
from maif_course.classroom.exports.sheet import Sheet, number
from maif_course.errors import CourseError
from maif_course.lesson import Lesson

ABOUT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section")
KNOWN_BY = ("ID", "SIS User ID", "SIS Login ID", "Student")
_ASSIGNMENT = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")


def is_canvas(roster: Sheet) -> bool:
    """Say whether a table is what Canvas exports."""
    return {"Student", "ID", "Section"} <= set(roster.columns)


def canvas(marks: Marks, roster: Sheet, titles: Mapping[str, str]) -> tuple[Sheet, list[str]]:
    """Return the file to import, and what has to be said of it.

    `titles` names the assignment of a lesson, by its number; without, it is the one with the lesson's number or title.
    """
    columns = {lesson.number: _column(lesson, roster, titles.get(lesson.number, "")) for lesson in marks.lessons}
    kept = [name for name in roster.columns if name in ABOUT or name in columns.values()]
    heads = [row for row in roster.rows if not roster.cell(row, "ID")]
    people = [row for row in roster.rows if roster.cell(row, "ID")]
    names = [name for name in KNOWN_BY if name in roster.columns]
    found = matched(marks.book.students, [[roster.cell(row, name) for name in names] for row in people])
    possible = {number: _possible(heads, roster, column) for number, column in columns.items()}
    rows = [[row[roster.columns.index(name)] for name in kept] for row in heads]
    for place, row in enumerate(people):
        cells = dict(zip(roster.columns, row, strict=True))
        if student := found.students.get(place):
            for lesson in marks.lessons:
                points, of = marks.for_lesson(student, lesson), possible[lesson.number]
                if points is not None:
                    cells[columns[lesson.number]] = number(points * _scale(marks, lesson, of))
        rows.append([cells[name] for name in kept])
    told = [
        f"lesson {lesson.number} has {marks.possible(lesson):g} points here and {possible[lesson.number]:g} in Canvas: "
        "they were scaled"
        for lesson in marks.lessons
        if _scale(marks, lesson, possible[lesson.number]) != 1
    ]
    return Sheet(kept, rows), [*told, *said(found)]


def said(found: Matched) -> list[str]:
    """Return what has to be said of students who are in no row, or in more than one."""
    return [*(f"{student} is not in the roster" for student in found.left), *found.unclear]


def _column(lesson: Lesson, roster: Sheet, title: str) -> str:
    assignments = {name: match["title"] for name in roster.columns if (match := _ASSIGNMENT.fullmatch(name))}
    if title:
        fitting = [name for name, own in assignments.items() if title in (own, name)]
    else:
        word = re.compile(rf"\b0?{int(lesson.number)}\b")
        fitting = [name for name, own in assignments.items() if word.search(own)] or [
            name for name, own in assignments.items() if lesson.title.casefold() in own.casefold()
        ]
    if len(fitting) == 1:
        return fitting[0]
    has = "; ".join(assignments.values()) or "none at all"
    what = f"no assignment called {title!r}" if title else f"{'no' if not fitting else 'more than one'} assignment"
    raise CourseError(
        f"the roster has {what} for lesson {lesson.number}. Say --column {lesson.number}='Its title'. "
        f"Published assignments in it: {has}"
    )


def _possible(heads: Sequence[Sequence[str]], roster: Sheet, column: str) -> float:
    """Return an assignment's points as Canvas has them; 0 where it does not say."""
    for row in heads:
        if "Points Possible" in row[0]:
            try:
                return float(roster.cell(row, column))
            except ValueError:
                return 0.0
    return 0.0


def _scale(marks: Marks, lesson: Lesson, possible: float) -> float:
    here = marks.possible(lesson)
    return possible / here if possible and here else 1.0
