"""What can be taken along from the site: a lesson's notebooks with their data, as one archive each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from maif_course.learner.copies import exercise_copy, lesson_copy
from maif_course.learner.start import data_of
from maif_course.lesson import Lesson

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def archive(lesson: Lesson) -> bytes:
    """Return a folder with a lesson as `maif-course start` makes it, zipped: the same bytes for the same lesson."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _files(lesson):
            packed.writestr(zipfile.ZipInfo(f"{lesson.name}/{name}", _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def table(lessons: Sequence[Lesson]) -> str:
    """Return the table of what there is for each lesson, in Markdown."""
    rows = [
        f"| {lesson.number} | {lesson.title} | [notebooks and data](downloads/{lesson.name}.zip) "
        f"| [slides](slides/{lesson.name}.html) |"
        for lesson in lessons
    ]
    return "\n".join(["| # | lesson | to work on | to show |", "| --- | --- | --- | --- |", *rows])


def _files(lesson: Lesson) -> Iterator[tuple[str, bytes]]:
    yield f"{lesson.number}_lesson.ipynb", lesson_copy(lesson)
    yield f"{lesson.number}_exercise.ipynb", exercise_copy(lesson)
    for path in data_of(lesson):
        yield f"data/{path.name}", path.read_bytes()
