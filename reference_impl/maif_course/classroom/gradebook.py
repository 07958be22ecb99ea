"""What grading a class gave: a verdict on each check of each notebook, points that a person gave, and what went wrong.

It is kept as JSON, from which marks, feedback and the class report are made without running anything again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from maif_course.checks import Check, Result
from maif_course.classroom.submissions import Student
from maif_course.errors import CourseError, WorkspaceError
from maif_course.learner.exchange import course_version
from maif_course.learner.judging import Verdict
from maif_course.learner.keeping import put_anew
from maif_course.learner.reading import json_of
from maif_course.lesson import Lesson, Task

FORMAT = 1
_AS_THEY_ARE = ("lesson", "notebook", "digest", "fingerprint", "problem", "late")


@dataclass(frozen=True, slots=True)
class Graded:
    """One notebook, graded; where it could not be, `problem` says why, and there are no verdicts.

    `lesson` is empty where nobody can tell of which it is. `digest` names the notebook's content, `fingerprint` what
    it was graded by; `marks` are places in the source for a person to look at, `seconds` how long each check took, with
    the cells that ran before it.
    """

    student: Student
    lesson: str
    notebook: str
    digest: str
    fingerprint: str = ""
    verdicts: tuple[Verdict, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    late: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def earned(self) -> int:
        """The points of the checks that passed."""
        return sum(verdict.result.earned for verdict in self.verdicts)

    def earned_for(self, task: Task) -> int:
        """Return the points earned for one task."""
        ids = {check.id for check in task.checks}
        return sum(verdict.result.earned for verdict in self.verdicts if verdict.result.check in ids)

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain values."""
        values = {name: getattr(self, name) for name in _AS_THEY_ARE}
        verdicts = [{**found.result.as_dict(), "notes": list(found.notes)} for found in self.verdicts]
        return {
            "student": self.student.id,
            "name": self.student.name,
            **values,
            "earned": self.earned,
            "notes": list(self.notes),
            "marks": list(self.marks),
            "seconds": {check: round(seconds, 3) for check, seconds in self.seconds.items()},
            "verdicts": verdicts,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Graded:
        """Return what `as_dict` made these values of."""
        return cls(
            Student(values["student"], values["name"]),
            **{name: values[name] for name in (*_AS_THEY_ARE, "seconds")},
            verdicts=tuple(
                Verdict(Result.from_dict(verdict), tuple(verdict.get("notes", ()))) for verdict in values["verdicts"]
            ),
            notes=tuple(values["notes"]),
            marks=tuple(values["marks"]),
        )


@dataclass(frozen=True, slots=True)
class ByHand:
    """Points that a person gave a student, as for prose: `of` is how many there were to earn."""

    student: str
    item: str
    points: float
    of: float = 0.0
    comment: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Gradebook:
    """A class's results: what was graded, in the order of students and lessons, and what a person added."""

    course: str
    graded: Sequence[Graded]
    by_hand: Sequence[ByHand] = ()
    version: str = field(default_factory=course_version)

    @property
    def students(self) -> list[Student]:
        """Everybody who handed something in, in the order of names."""
        found = {one.student for one in self.graded}
        return sorted(found, key=lambda student: ((student.name or student.id).casefold(), student.id))

    @property
    def lessons(self) -> list[str]:
        """The numbers of the lessons of which a notebook was handed in."""
        return sorted({one.lesson for one in self.graded if one.lesson})

    def of(self, student: Student) -> list[Graded]:
        """Return what one student handed in."""
        return [one for one in self.graded if one.student.id == student.id]

    def hand_points(self, student: Student, lesson: str | None = None) -> list[ByHand]:
        """Return what a person gave a student, for one lesson or in all."""
        return [one for one in self.by_hand if one.student == student.id and lesson in (None, one.lesson)]

    def text(self) -> str:
        """Return the book as the text of its file."""
        values = {
            "format": FORMAT,
            "version": self.version,
            "course": self.course,
            "graded": [one.as_dict() for one in self.graded],
            "by_hand": [asdict(one) for one in self.by_hand],
        }
        return json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def save(self, path: Path) -> None:
        """Write the book; raise `WorkspaceError` where that cannot be done."""
        put_anew(path, self.text())


def read_gradebook(path: Path) -> Gradebook:
    """Return the book that a file holds; raise `WorkspaceError` where it holds none."""
    values = json_of(path, "no file of grades that can be read")
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise WorkspaceError(f"{path} holds no grades: `maif-course grade … --json {path}` writes such a file")
    try:
        graded = [Graded.from_dict(one) for one in values["graded"]]
        by_hand = [ByHand(**one) for one in values["by_hand"]]
        return Gradebook(values["course"], graded, by_hand, values["version"])
    except (KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(f"{path} holds no grades that can be read: {error!r}") from None


def points_of(checks: Iterable[Check]) -> int:
    """Return how many points there are for these checks."""
    return sum(check.points for check in checks)


def core_checks(lesson: Lesson) -> Iterator[Check]:
    """Yield the checks of the tasks that nobody may leave out: what they are worth is what a lesson is worth.

    Extra tasks come on top.
    """
    for task in lesson.tasks:
        if not task.extra:
            yield from task.checks


def lesson_named(lessons: Iterable[Lesson], number: str) -> Lesson:
    """Return the lesson of a number; raise `CourseError` if there is none."""
    for lesson in lessons:
        if lesson.number == number:
            return lesson
    raise CourseError(f"these grades are of lesson {number}, which the installed course does not have")
