"""nbgrader: a course folder that its own commands take as it is.

Releasing changes no cell: a piece has none of nbgrader's metadata, which would have its code replaced by what nbgrader
makes of a solution. How it is graded, `grade_apart` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from maif_course.building.notebooks import Notebook, exercise_notebook
from maif_course.classroom.release import write_changed
from maif_course.learner.copies import bytes_of, kernel_metadata
from maif_course.learner.start import data_of
from maif_course.lesson import Lesson

CONFIG = """# Made by `maif-course release --nbgrader`. Keep it from students: it holds the seed of the drawn cases.

from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, LimitOutput, SaveAutoGrades

from maif_course.classroom.grade_apart import GradeApart

c = get_config()
c.CourseDirectory.course_id = {course!r}
c.Autograde.autograde_preprocessors = [GradeApart, LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
c.GradeApart.seed = {seed!r}
"""


def release_for_nbgrader(lessons: Sequence[Lesson], folder: Path, course: str, seed: str) -> list[Path]:
    """Make a course folder, or complete one; return the files that are new or changed."""
    return write_changed(_wanted(lessons, folder, course, seed))


def _wanted(lessons: Sequence[Lesson], folder: Path, course: str, seed: str) -> Iterator[tuple[Path, bytes]]:
    yield folder / "nbgrader_config.py", CONFIG.format(course=course, seed=seed).encode()
    for lesson in lessons:
        source = folder / "source" / lesson.name
        yield source / f"{lesson.name}.ipynb", bytes_of(source_notebook(lesson))
        for path in data_of(lesson):
            yield source / "data" / path.name, path.read_bytes()


def source_notebook(lesson: Lesson) -> Notebook:
    """Return the exercise as nbgrader's source: its cells as they are."""
    notebook = exercise_notebook(lesson)
    notebook["metadata"] |= kernel_metadata()
    for cell in notebook["cells"]:
        if "piece" in cell["metadata"].get("tags", ()):
            del cell["metadata"]["nbgrader"]
    return notebook
