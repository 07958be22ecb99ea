"""What a student gets back: one page with every check of theirs, what it saw, and what a person wrote.

It holds nothing of any other student, and none of the marks that are for the instructor.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.gradebook import ByHand, Gradebook, Graded
from maif_course.classroom.page import escaped, page, paragraph, table
from maif_course.classroom.submissions import Student
from maif_course.learner.judging import Verdict
from maif_course.learner.keeping import put_anew
from maif_course.learner.rendering import html_of
from maif_course.lesson import Lesson, Task


def write_feedback(book: Gradebook, course: Sequence[Lesson], folder: Path) -> list[Path]:
    """Write a page for each student; return their paths."""
    marks, written = Marks.of(book, course), []
    for student in book.students:
        path = folder / file_name(student)
        put_anew(path, feedback_page(marks, student))
        written.append(path)
    return written


def file_name(student: Student) -> str:
    """Return what a student's page is called, whatever they are.

    >>> file_name(Student("ada")), file_name(Student("../x"))
    ('ada.html', '.._x-d6b96a97.html')
    """
    plain = re.sub(r"[^\w.@+-]", "_", student.id)[:100]
    if plain == student.id and not plain.startswith("."):
        return f"{plain}.html"
    return f"{plain}-{hashlib.sha256(student.id.encode()).hexdigest()[:8]}.html"


def feedback_page(marks: Marks, student: Student) -> str:
    """Return a student's page."""
    parts = [paragraph(marks.book.course, "faint")]
    total = marks.total(student)
    if total is not None:
        parts.append(paragraph(f"{total:g} of {marks.possible():g} points."))
    for one in marks.book.of(student):
        lesson = next((lesson for lesson in marks.lessons if lesson.number == one.lesson), None)
        parts += _notebook(marks, student, one, lesson)
    parts += _by_hand(marks.book.hand_points(student, ""), "Other points")
    return page(student.name or student.id, *parts)


def _notebook(marks: Marks, student: Student, graded: Graded, lesson: Lesson | None) -> Iterator[str]:
    yield f"<h2>{escaped(f'{lesson.number} {lesson.title}' if lesson else 'Not graded')}</h2>\n"
    about = [graded.notebook, *(["handed in late"] if graded.late else [])]
    yield paragraph(", ".join(filter(None, about)), "faint")
    if graded.problem:
        yield paragraph(f"This could not be graded: {graded.problem}.", "bad")
    yield from (paragraph(note) for note in graded.notes)
    if lesson is None:
        return
    if not graded.problem:
        rows = [(task.id, task.title, graded.earned_for(task), _worth(task)) for task in lesson.tasks]
        yield table(["task", "", "points", "of"], rows)
        for task in lesson.tasks:
            yield f"<h3>{escaped(task.id)} {escaped(task.title)}</h3>\n"
            yield from (_check(found) for found in graded.verdicts if found.result.check in {c.id for c in task.checks})
    yield from _by_hand(marks.book.hand_points(student, lesson.number), "Read by a person")


def _worth(task: Task) -> str | int:
    points = sum(check.points for check in task.checks)
    return points if not task.extra else f"{points} on top" if points else ""


def _check(found: Verdict) -> str:
    notes = "".join(paragraph(note, "faint") for note in found.notes)
    if found.passed:
        return f'<section class="check passed">{paragraph(found.result.text(), "good")}{notes}</section>\n'
    return f'<section class="check">{html_of(found.result.text())}{notes}</section>\n'


def _by_hand(given: Sequence[ByHand], title: str) -> Iterator[str]:
    if given:
        yield f"<h3>{escaped(title)}</h3>\n"
        yield table(["", "points", "of", ""], [(one.item, one.points, one.of or "", one.comment) for one in given])
