"""Marks for a spreadsheet, and in the columns in which nbgrader exports its own."""

from __future__ import annotations

from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.exports.sheet import Sheet, harmless, number, without_repeats

NBGRADER = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


def plain(marks: Marks) -> Sheet:
    """Return a row a student: points by task, by lesson, by hand and in all; what was not graded stays empty."""
    items = without_repeats(one.item for one in marks.book.by_hand)
    titles = [f"{lesson.number} of {marks.possible(lesson):g}" for lesson in marks.lessons]
    tasks = [task.id for task in marks.tasks]
    columns = ["student", "name", *tasks, *items, *titles, f"total of {marks.possible():g}", "late", "told"]
    rows = []
    for student in marks.book.students:
        given = {one.item: one.points for one in marks.book.hand_points(student)}
        points = [
            *(marks.for_task(student, task) for task in marks.tasks),
            *(given.get(item) for item in items),
            *(marks.for_lesson(student, lesson) for lesson in marks.lessons),
            marks.total(student),
        ]
        late = "late" if any(one.late for one in marks.book.of(student)) else ""
        names = [harmless(student.id), harmless(student.name)]
        rows.append([*names, *map(_cell, points), late, harmless(marks.told(student))])
    return Sheet(columns, rows)


def nbgrader(marks: Marks) -> Sheet:
    """Return a row for each lesson and student, as `nbgrader export` writes them."""
    rows = []
    for lesson in marks.lessons:
        for student in marks.book.students:
            points = number(marks.for_lesson(student, lesson) or 0)
            names = [lesson.name, "", "", harmless(student.id), "", harmless(student.name), ""]
            rows.append([*names, points, "0.0", points, number(marks.possible(lesson))])
    return Sheet(NBGRADER, rows)


def _cell(points: float | None) -> str:
    return "" if points is None else f"{points:g}"
