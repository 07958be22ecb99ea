"""What students get: the exercises, unsolved, with the lessons to read and their data.

A folder to hand out is laid out as a learner's workspace is: `maif-course start` in it adds the rest of the course.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from maif_course.errors import CourseError
from maif_course.learner import assistant
from maif_course.learner.copies import exercise_copy, lesson_copy
from maif_course.learner.keeping import put
from maif_course.learner.start import data_of
from maif_course.lesson import Lesson

README = """# {course}

| lesson | read | solve |
| --- | --- | --- |
{rows}

Open a lesson in Jupyter and run its cells; then solve the exercise beside it. The cells below a task check it, and say
what they saw. Hand in the exercise as it is saved: what it prints does not count, it is run again.

To check notebooks from a terminal, and for hints: `pip install "maif-streaming[course]"`, then `maif-course start .` in
this folder, which overwrites nothing, and `./course watch`.
"""


def release(lessons: Sequence[Lesson], folder: Path, course: str) -> list[Path]:
    """Write what students get of these lessons; return the files that are new or changed."""
    return write_changed(_wanted(lessons, folder, course))


def write_changed(wanted: Iterable[tuple[Path, bytes]]) -> list[Path]:
    """Write files, and return those that are new or changed; another version of one is kept beside it."""
    changed = []
    for path, content in wanted:
        if not path.is_file() or path.read_bytes() != content:
            put(path, content)
            changed.append(path)
    return changed


def require_hidden(notebook: bytes, lesson: Lesson) -> None:
    """Raise `CourseError` where a notebook that is to be handed out holds what the solutions do."""
    text = notebook.decode("utf-8")
    if "SOLUTION" in text or "In the reference" in text:
        raise CourseError(f"the exercise of lesson {lesson.number} holds a solution: it cannot be handed out")


def _wanted(lessons: Sequence[Lesson], folder: Path, course: str) -> Iterator[tuple[Path, bytes]]:
    rows = [f"| {one.number} {one.title} | `{_reading(one)}` | `{_exercise(one)}` |" for one in lessons]
    yield folder / "README.md", README.format(course=course, rows="\n".join(rows)).encode()
    yield folder / assistant.NAME, assistant.TEXT.encode()
    for lesson in lessons:
        exercise = exercise_copy(lesson)
        require_hidden(exercise, lesson)
        yield folder / _reading(lesson), lesson_copy(lesson)
        yield folder / _exercise(lesson), exercise
        for path in data_of(lesson):
            yield folder / lesson.name / "data" / path.name, path.read_bytes()


def _reading(lesson: Lesson) -> str:
    return f"{lesson.name}/{lesson.number}_lesson.ipynb"


def _exercise(lesson: Lesson) -> str:
    return f"{lesson.name}/{lesson.number}_exercise.ipynb"
