"""Who handed in what: from a tree of folders, from nbgrader's, or from the zip that Moodle or Canvas hands out.

A notebook is known by its cells, then by what it says of itself, then by its name: whoever renamed it is graded all the
same. Where a student handed in several of one lesson, one is chosen, and that is said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from maif_course.classroom.files import File, files_below, lesson_names
from maif_course.errors import CourseError, SandboxError, WorkspaceError
from maif_course.learner.naming import parse_name
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import LearnerCell, cells_of, notebook_in
from maif_course.lesson import Lesson
from maif_course.sandbox import apart

READ_SECONDS = 30.0
READ_MEMORY = 1 << 30  # for a notebook of 100 MB
MOST_NOTEBOOKS = 100  # of one student

_CANVAS = (  # <name>[_LATE]_<user id>_<file id>_<file>
    re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)"),
    re.compile(r"(?P<name>)anon(?P<late>_LATE)?_(?P<id>[A-Za-z0-9]+)(?:_LATE)?_\d+_(?P<file>.+)"),
)
_MOODLE = re.compile(r"(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
_OURS = re.compile(r"\d\d_(?:lesson|exercise|solution)")


@dataclass(frozen=True, slots=True, order=True)
class Student:
    """Who handed something in: an id that no other has, and the name, where the platform tells it."""

    id: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.id})" if self.name and self.name != self.id else self.id


@dataclass(slots=True)
class Submission:
    """What one student handed in."""

    student: Student
    files: list[File] = field(default_factory=list)
    late: bool = False

    @property
    def notebooks(self) -> list[File]:
        """The files that are called notebooks."""
        return [file for file in self.files if file.name.suffix.lower() == ".ipynb"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One notebook of a lesson, or why there is none: then `digest` is empty."""

    student: Student
    lesson: str = ""
    file: File | None = None
    digest: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Notebook:
    """What was read of a notebook's file: its digest, the lesson that it says it is of, and its cells."""

    digest: str
    lesson: str
    cells: Sequence[LearnerCell]


def submissions(roots: Iterable[Path]) -> list[Submission]:
    """Return what each student handed in, by their ids; raise `WorkspaceError` where there is nothing to read."""
    found: dict[str, Submission] = {}
    for root in map(_root, roots):
        for folder in _students_folders(root):
            found.setdefault(folder, Submission(Student(folder)))
        for file in files_below(root):
            student, late = owner(file.name, _own_name(root))
            submission = found.setdefault(student.id, Submission(student))
            submission.files.append(file)
            submission.late |= late
    return [found[student] for student in sorted(found)]


def owner(name: PurePosixPath, root: str) -> tuple[Student, bool]:
    """Return whose file this is, below a root of this name, and whether the platform calls it late.

    >>> owner(PurePosixPath("lovelaceada_LATE_411_9007_07_exercise.ipynb"), "submissions")
    (Student(id='411', name='lovelaceada'), True)
    >>> owner(PurePosixPath("Ada Lovelace_52_assignsubmission_file/07_exercise.ipynb"), "Homework")[0]
    Student(id='52', name='Ada Lovelace')
    >>> owner(PurePosixPath("ada/07_windows/07_exercise.ipynb"), "work")[0].id
    'ada'
    >>> owner(PurePosixPath("07_windows/07_exercise.ipynb"), "ada")[0].id
    'ada'
    """
    first, *rest = name.parts
    if found := _MOODLE.fullmatch(first):
        return Student(found["id"], found["name"]), False
    for pattern in _CANVAS:
        if found := pattern.fullmatch(first):  # a folder of such a name is a zip that was handed in
            return Student(found["id"], found["name"]), "_LATE_" in first
    if rest:
        return Student(root if first in lesson_names() else first), False
    ours = _OURS.fullmatch(name.stem) or name.stem in lesson_names()
    return Student(root if ours else name.stem), False


def handed_in(submission: Submission, lessons: Sequence[Lesson]) -> Iterator[HandedIn]:
    """Yield the notebook of each lesson that a student handed in, and what cannot be read or is of no lesson."""
    student, late = submission.student, submission.late
    chosen: dict[str, list[tuple[File, Notebook]]] = {}
    problems: list[HandedIn] = []
    for file in submission.notebooks[:MOST_NOTEBOOKS]:
        try:
            notebook = read(file)
        except CourseError as error:
            problems.append(HandedIn(student, _by_name(file.name, lessons), file, problem=str(error), late=late))
            continue
        if found := lesson_of(notebook, file.name, lessons):
            chosen.setdefault(found, []).append((file, notebook))
    for number, candidates in sorted(chosen.items()):
        candidates.sort(key=_preference, reverse=True)
        (file, notebook), *others = candidates
        different = sorted(other.name.name for other, its in others if its.digest != notebook.digest)
        told = (f"{file.name.name} was graded, and not {', '.join(different)}",) if different else ()
        yield HandedIn(student, number, file, notebook.digest, notes=told, late=late)
    yield from (problem for problem in problems if problem.lesson not in chosen)
    if not chosen and not problems:
        yield HandedIn(student, _only(lessons), problem=_nothing(submission, lessons), late=late)


def read(file: File) -> Notebook:
    """Read a notebook apart, under limits; raise `CourseError`, which says why it cannot be read."""
    try:
        digest, lesson, cells = apart(lambda: _plain(file), seconds=READ_SECONDS, memory=READ_MEMORY)
    except SandboxError as error:
        raise WorkspaceError(f"{file.name} is no notebook that can be read: {error}") from None
    return Notebook(digest, lesson, [LearnerCell(*cell) for cell in cells])


def lesson_of(notebook: Notebook, name: PurePosixPath, lessons: Sequence[Lesson]) -> str:
    """Return the number of the lesson of which a notebook is the exercise; nothing where it is of none."""
    readings = [Reading(lesson, notebook.cells) for lesson in lessons]
    if by_ids := _most(readings, _owned):
        return by_ids
    if name.stem.endswith("lesson") or any(re.fullmatch(r"l\d\d-\d+", cell.id) for cell in notebook.cells):
        return ""
    named = [reading for reading in readings if reading.lesson.name == notebook.lesson]
    return named[0].lesson.number if named else _most(readings, _made)


def _most(readings: Sequence[Reading], count: Callable[[Reading], int]) -> str:
    """Return the number of the lesson of which this counts most; nothing where it counts none."""
    best = max(readings, key=count, default=None)
    return best.lesson.number if best is not None and count(best) else ""


def _owned(reading: Reading) -> int:
    return sum(reading.own_cell(task) is not None for task in reading.lesson.tasks)


def _made(reading: Reading) -> int:
    return sum(reading.makes(task.checks[0].piece) for task in reading.lesson.tasks)


def _preference(candidate: tuple[File, Notebook]) -> tuple[Any, ...]:
    file = candidate[0]
    stem = file.name.stem.lower()
    return (not re.search(r"kept-\d+|solution|copy", stem), file.changed, -len(file.name.parts), str(file.name))


def _by_name(name: PurePosixPath, lessons: Sequence[Lesson]) -> str:
    """Return the number of the lesson that a notebook's name tells of, or of the only one."""
    try:
        number = parse_name(name.name).lesson
    except CourseError:
        number = ""
    known = [lesson.number for lesson in lessons]
    return number if number in known else _only(lessons)


def _only(lessons: Sequence[Lesson]) -> str:
    """Return the number of the one lesson that is graded; nothing if there are several."""
    return lessons[0].number if len(lessons) == 1 else ""


def _nothing(submission: Submission, lessons: Sequence[Lesson]) -> str:
    """Return what a student handed in who handed in no exercise."""
    if notebooks := ", ".join(file.name.name for file in submission.notebooks[:5]):
        return f"{notebooks} is no exercise of {_asked(lessons)}"
    if files := ", ".join(file.name.name for file in submission.files[:5]):
        return f"no notebook, but {files}"
    return "nothing was handed in"


def _asked(lessons: Sequence[Lesson]) -> str:
    return f"lesson {lessons[0].number}" if len(lessons) == 1 else "a lesson that is graded"


def _plain(file: File) -> tuple[str, str, list[tuple[str, str, str, str, int]]]:
    content = b""

    def keep() -> bytes:
        nonlocal content
        content = file.read()
        return content

    notebook = notebook_in(keep, str(file.name))
    cells = cells_of(notebook, str(file.name))
    metadata = notebook.get("metadata")
    course = metadata.get("maif_course") if isinstance(metadata, dict) else None
    lesson = course.get("lesson") if isinstance(course, dict) else None
    told = lesson if isinstance(lesson, str) else ""
    plain = [(cell.id, cell.source, cell.kind, cell.grade_id, cell.number) for cell in cells]
    return hashlib.sha256(content).hexdigest(), told, plain


def _root(path: Path) -> Path:
    submitted = path / "submitted"
    return submitted if (path / "nbgrader_config.py").is_file() and submitted.is_dir() else path


def _own_name(root: Path) -> str:
    named = root.resolve()
    if not root.is_file():
        return named.name
    return named.parent.name if root.suffix.lower() == ".ipynb" else named.stem


def _students_folders(root: Path) -> list[str]:
    """Return the names of the folders in a root that are students': one may be empty."""
    if not root.is_dir():
        return []
    names = [path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))]
    others = {"data", "assembled"} | lesson_names()
    return [name for name in names if name not in others and not _MOODLE.fullmatch(name)]
