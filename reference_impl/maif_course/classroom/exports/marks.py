"""Marks: points by task, by lesson and in all, as every platform's file needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maif_course.classroom.gradebook import Gradebook, Graded, core_checks, lesson_named, points_of
from maif_course.classroom.submissions import Student
from maif_course.lesson import Lesson, Task


@dataclass(frozen=True)
class Marks:
    """The marks of a class, in the lessons of which something was handed in."""

    book: Gradebook
    lessons: Sequence[Lesson]

    @classmethod
    def of(cls, book: Gradebook, course: Sequence[Lesson]) -> Marks:
        """Return the marks of a book; raise `CourseError` for a lesson that the course does not have."""
        return cls(book, [lesson_named(course, number) for number in book.lessons])

    @property
    def tasks(self) -> list[Task]:
        """The tasks of these lessons that are worth points."""
        return [task for lesson in self.lessons for task in lesson.tasks if points_of(task.checks)]

    def graded(self, student: Student, number: str) -> Graded | None:
        """Return a student's notebook of a lesson, if it could be graded."""
        found = (one for one in self.book.of(student) if one.lesson == number and not one.problem)
        return next(found, None)

    def for_task(self, student: Student, task: Task) -> int | None:
        """Return the points of a task; None where nothing was graded."""
        found = self.graded(student, task.id.partition(".")[0])
        return None if found is None else found.earned_for(task)

    def for_lesson(self, student: Student, lesson: Lesson) -> float | None:
        """Return the points of a lesson, those that a person gave included; None where there are none to give."""
        found, given = self.graded(student, lesson.number), self.book.hand_points(student, lesson.number)
        if found is None and not given:
            return None
        return (found.earned if found else 0) + sum(one.points for one in given)

    def total(self, student: Student) -> float | None:
        """Return all points; None where nothing was graded."""
        given = [one.points for one in self.book.hand_points(student, "")]
        points = [*(self.for_lesson(student, lesson) for lesson in self.lessons), *given]
        known = [one for one in points if one is not None]
        return sum(known) if known else None

    def possible(self, lesson: Lesson | None = None) -> float:
        """Return how many points there are in a lesson, or in all: extra tasks come on top."""
        lessons = self.lessons if lesson is None else [lesson]
        by_hand: dict[tuple[str, str], float] = {}
        for one in self.book.by_hand:
            if lesson is None or one.lesson == lesson.number:
                key = (one.lesson, one.item)
                by_hand[key] = max(one.of, by_hand.get(key, 0.0))
        return sum(points_of(core_checks(one)) for one in lessons) + sum(by_hand.values())

    def told(self, student: Student) -> str:
        """Return what has to be said of a student's notebooks, in one line."""
        said = [text for one in self.book.of(student) for text in (one.problem, *one.notes) if text]
        return "; ".join([*said, *(["late"] if any(one.late for one in self.book.of(student)) else [])])
