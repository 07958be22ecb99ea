"""What a class did not understand: how many failed each check, on which misconception, and who needs a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from maif_course.checks import Check, Result
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.gradebook import Gradebook, Graded
from maif_course.classroom.page import escaped, page, paragraph, share, table
from maif_course.classroom.submissions import Student
from maif_course.lesson import Lesson

OURS = {
    "undefined": "The piece was never defined: the cell is empty, or has another name.",
    "unwritten": "The task was not begun: what was shipped still stands there.",
    "not-run": "The cell failed or did not end, so there was nothing to check.",
    "raised": "The piece raised an error.",
    "runaway": "The piece read on from a source that has no end.",
    "endless": "The piece gave items without an end.",
    "shape": "What came out has another shape than the task asks for.",
    "drawn": "The fixed cases pass, a drawn one fails: a case was not thought of, or the answers were written down.",
    "unknown": "Something else than the usual mistakes.",
}
FEW = 0.4  # of the points of a lesson: whoever has fewer may need a word
WAIT = 5.0  # seconds for a task that are worth a look


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that some failed: by what cause how many did, and one result of each cause to look at."""

    check: Check
    graded: int
    causes: Sequence[tuple[str, int, Result]]

    @property
    def count(self) -> int:
        """How many failed it."""
        return sum(count for _, count, _ in self.causes)


def failed_checks(book: Gradebook, lesson: Lesson) -> list[Failed]:
    """Return the checks of a lesson that somebody failed, those first that most did."""
    notebooks = [one for one in book.graded if one.lesson == lesson.number and not one.problem]
    found = []
    for check in lesson.checks.values():
        results = [verdict.result for one in notebooks for verdict in one.verdicts if verdict.result.check == check.id]
        failed = [result for result in results if not result.passed]
        first = {result.cause: result for result in reversed(failed)}
        causes = Counter(result.cause for result in failed).most_common()
        if failed:
            found.append(Failed(check, len(results), [(cause, count, first[cause]) for cause, count in causes]))
    return sorted(found, key=lambda one: one.count, reverse=True)


def to_discuss(check: Check, cause: str, example: Result) -> str:
    """Return what a cause says, which is the text that its students read, or what it means where that varies."""
    if cause in check.causes:
        return check.causes[cause][0]
    return OURS.get(cause) or example.why


def needs_a_word(marks: Marks) -> Iterator[tuple[Student, str]]:
    """Yield students whom somebody should talk to, each with a reason."""
    for student in marks.book.students:
        notebooks = marks.book.of(student)
        for one in notebooks:
            if one.problem:
                yield student, one.problem
            if one.marks:
                yield student, f"lesson {one.lesson}: the source has a place to look at. {'; '.join(one.marks[:3])}"
        yield from ((student, reason) for reason in _few_points(marks, student))


def _few_points(marks: Marks, student: Student) -> Iterator[str]:
    for lesson in marks.lessons:
        points, possible = marks.for_lesson(student, lesson), marks.possible(lesson)
        if points is None and not any(one.lesson == lesson.number for one in marks.book.of(student)):
            yield f"lesson {lesson.number} was not handed in"
        elif points is not None and points < FEW * possible:
            yield f"lesson {lesson.number}: {points:g} of {possible:g} points"


def slowest_tasks(book: Gradebook, lesson: Lesson) -> list[tuple[str, str, float, float]]:
    """Return id, title, median and largest seconds of the tasks that took longest, their cells included."""
    rows = []
    for task in lesson.tasks:
        took = [sum(one.seconds.get(check.id, 0.0) for check in task.checks) for one in _timed(book, lesson)]
        if took and max(took) >= WAIT:
            rows.append((task.id, task.title, round(median(took), 1), round(max(took), 1)))
    return sorted(rows, key=lambda row: row[3], reverse=True)


def _timed(book: Gradebook, lesson: Lesson) -> list[Graded]:
    return [one for one in book.graded if one.lesson == lesson.number and one.seconds]


def class_report(book: Gradebook, course: Sequence[Lesson]) -> str:
    """Return the report as a page."""
    marks = Marks.of(book, course)
    graded = sum(not one.problem for one in book.graded)
    parts = [
        paragraph(
            f"{len(book.students)} students handed in {len(book.graded)} notebooks, of which {graded} could be graded."
        )
    ]
    for lesson in marks.lessons:
        parts += _lesson(marks, lesson)
    parts += _words(marks)
    return page(f"{book.course}: what the class did", *parts)


def _lesson(marks: Marks, lesson: Lesson) -> Iterator[str]:
    points = [found for one in marks.book.students if (found := marks.for_lesson(one, lesson)) is not None]
    yield f"<h2>{escaped(lesson.number)} {escaped(lesson.title)}</h2>\n"
    if not points:
        yield paragraph("No notebook of this lesson could be graded.")
        return
    possible = marks.possible(lesson)
    yield paragraph(f"{len(points)} were graded: half have {median(points):g} of {possible:g} points or more.")
    failed = failed_checks(marks.book, lesson)
    if not failed:
        yield paragraph("All of them passed every check.", "good")
    else:
        rows = [
            (one.check.id, one.check.title, one.count, one.graded, share(one.count, one.graded, f"{one.count} failed"))
            for one in failed
        ]
        yield table(["check", "", "failed", "of", ""], rows)
    for one in failed:
        yield f"<h3>{escaped(one.check.id)} {escaped(one.check.title)}</h3>\n"
        yield table(
            ["failed", "misconception", "to discuss"],
            [(count, cause, to_discuss(one.check, cause, example)) for cause, count, example in one.causes],
        )
    if slow := slowest_tasks(marks.book, lesson):
        yield "<h3>Slowest tasks</h3>\n"
        yield table(["task", "", "seconds, median", "largest"], slow)


def _words(marks: Marks) -> Iterator[str]:
    yield "<h2>Who needs a word</h2>\n"
    rows = [(str(student), reason) for student, reason in needs_a_word(marks)]
    yield table(["student", "why"], rows) if rows else paragraph("Nobody, as far as marks can tell.")
