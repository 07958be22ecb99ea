"""A lesson and its tasks, read from its folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from maif_course.checks import Check, load_checks
from maif_course.checks.grading import lessons_folder
from maif_course.errors import LessonError, UnknownNameError
from maif_course.lesson.answers import Answer, read_right_answers, solved, stubbed
from maif_course.lesson.markdown import Cell, front_matter, read_cells
from maif_course.lesson.wrong_answers import read_wrong_answers

_FOLDER = re.compile(r"(\d\d)_(\w+)$")
_TASK = re.compile(r"## (\d\d\.\d+) (.+?)(?: \((extra|stretch)\))?$")
_QUESTION = re.compile(r"^\*\*The question:\*\* (.+(?:\n.+)*)", re.MULTILINE)
FORMS = ("write", "repair", "trace", "kill", "choose", "hold")
NEEDS = ("numpy", "threads", "processes")


class Minutes(NamedTuple):
    """About how long a lesson takes: to read, for its core tasks, and for its extras and stretch tasks."""

    reading: int
    tasks: int
    extras: int


@dataclass(frozen=True)
class Task:
    """One task: a heading, its cells, the checks that grade it and the answers that prove them."""

    id: str
    title: str
    mark: str
    line: int
    cells: tuple[Cell, ...]
    checks: tuple[Check, ...]
    wrong: tuple[Answer, ...]
    right: tuple[Answer, ...]
    path: Path

    @property
    def extra(self) -> bool:
        """Whether nobody has to solve it: it is marked as extra, or as stretch."""
        return bool(self.mark)

    @property
    def stretch(self) -> bool:
        """Whether it has one hard property, no hints and no points."""
        return self.mark == "stretch"

    @property
    def minutes(self) -> int:
        """About how long it takes; 0 where it does not say so."""
        return _minutes(self.piece.options, self.path, self.piece.line)

    @cached_property
    def piece(self) -> Cell:
        """The cell in which the learner works."""
        pieces = [cell for cell in self.cells if "piece" in cell.tags]
        if len(pieces) != 1:
            raise LessonError(f"task {self.id} needs one cell tagged piece, not {len(pieces)}", self.path, self.line)
        return pieces[0]

    @property
    def form(self) -> str:
        """What the learner does: one of `FORMS`."""
        return self.piece.options.get("form", "write")

    @property
    def needs(self) -> tuple[str, ...]:
        """What piece or checks need that a page in a browser does not have, of `NEEDS`: a task without runs there."""
        return tuple(self.piece.options.get("needs", "").replace(",", " ").split())

    @cached_property
    def solution(self) -> str:
        """The piece cell, solved."""
        return solved(self.piece.source, self.path, self.piece.line)

    @cached_property
    def stub(self) -> str:
        """The piece cell as it is shipped."""
        return stubbed(self.piece.source, self.path, self.piece.line)


@dataclass(frozen=True)
class Lesson:
    """One lesson: its text, and its exercise as an introduction and tasks."""

    number: str
    slug: str
    folder: Path
    text: tuple[Cell, ...]
    exercise: tuple[Cell, ...]
    tasks: tuple[Task, ...]
    checks: Mapping[str, Check]
    reading: int = 0

    @property
    def name(self) -> str:
        """Number and slug: "07_windows"."""
        return self.folder.name

    @property
    def title(self) -> str:
        """The lesson's heading, without its number."""
        heading = next((cell.source for cell in self.text or self.exercise if cell.source.startswith("# ")), self.slug)
        return heading.splitlines()[0].removeprefix("# ").removeprefix(self.number).strip()

    @property
    def question(self) -> str:
        """The question that the lesson answers, on one line; "" where it has none."""
        found = next(
            filter(None, (_QUESTION.search(cell.source) for cell in self.text if cell.kind == "markdown")), None
        )
        return " ".join(found[1].split()) if found else ""

    @property
    def minutes(self) -> Minutes:
        """About how long the lesson takes."""
        core, extras = (sum(task.minutes for task in self.tasks if task.extra is extra) for extra in (False, True))
        return Minutes(self.reading, core, extras)

    def task(self, task_id: str) -> Task:
        """Return the task "07.3"."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        known = ", ".join(task.id for task in self.tasks)
        raise UnknownNameError(f"lesson {self.number} has no task {task_id}; it has {known}")

    @property
    def given(self) -> tuple[Cell, ...]:
        """The exercise's given cells."""
        return tuple(cell for cell in self.exercise if "given" in cell.tags)


def read_lessons(folder: Path | None = None, numbers: Collection[str] = ()) -> list[Lesson]:
    """Read the lessons of a folder, in order: those with these numbers, or all."""
    folder = lessons_folder() if folder is None else folder
    named = [(_FOLDER.match(path.name), path) for path in sorted(folder.iterdir()) if path.is_dir()]
    return [read_lesson(path) for name, path in named if name and (not numbers or name[1] in numbers)]


def read_lesson(folder: Path) -> Lesson:
    """Read one lesson; raise `LessonError` where its files cannot be understood."""
    named = _FOLDER.match(folder.name)
    if not named:
        raise LessonError("a lesson's folder is named like 07_windows", folder)
    checks = load_checks(folder)
    text, exercise = (
        tuple(read_cells(path)) if path.exists() else () for path in (folder / "lesson.md", folder / "exercise.md")
    )
    tasks = tuple(_tasks(folder, exercise, checks))
    reading = _minutes(front_matter(folder / "lesson.md"), folder / "lesson.md", 1) if text else 0
    return Lesson(named[1], named[2], folder, text, exercise, tasks, checks, reading)


def _tasks(folder: Path, cells: tuple[Cell, ...], checks: Mapping[str, Check]) -> list[Task]:
    path = folder / "exercise.md"
    for cell in cells:
        for line, text in enumerate(cell.source.splitlines()[1:], start=cell.line + 1):
            if cell.kind == "markdown" and _TASK.match(text):
                raise LessonError("a task's heading begins a cell: put +++ on a line before it", path, line)
    starts = [n for n, cell in enumerate(cells) if cell.kind == "markdown" and _heading(cell)]
    ends = [n for n, cell in enumerate(cells) if cell.kind == "markdown" and cell.source.startswith("## ")]
    right = read_right_answers(folder / "right_answers")
    tasks = []
    for start in starts:
        heading = _heading(cells[start])
        assert heading is not None
        end = next((n for n in ends if n > start), len(cells))
        own = cells[start:end]
        own_checks = tuple(check for check in checks.values() if check.task == heading[1])
        task = Task(heading[1], heading[2], heading[3] or "", cells[start].line, own, own_checks, (), (), path)
        wrong = read_wrong_answers(folder / "wrong_answers", task.id, task.solution)
        tasks.append(replace(task, wrong=wrong, right=tuple(answer for answer in right if answer.task == task.id)))
    _no_others({task.id for task in tasks}, folder / "wrong_answers", right)
    return tasks


def _no_others(tasks: set[str], wrong: Path, right: list[Answer]) -> None:
    """Raise `LessonError` where an answer belongs to no task."""
    named = [(path.stem.replace("_", ".", 1), path) for path in sorted(wrong.glob("[!_]*"))]
    for task_id, path in [*named, *((answer.task, answer.path) for answer in right)]:
        if task_id not in tasks:
            raise LessonError(f"there is no task {task_id}", path)


def _minutes(options: Mapping[str, str], path: Path, line: int) -> int:
    written = options.get("minutes", "0")
    if not written.isdecimal():
        raise LessonError(f"minutes are a whole number, not {written!r}", path, line)
    return int(written)


def _heading(cell: Cell) -> re.Match[str] | None:
    return _TASK.match(cell.source.splitlines()[0])
