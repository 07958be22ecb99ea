"""A learner's folder: a folder a lesson, and a state that can be read.

    README.md  course  maif-course.json  01_generators/  02_chunks/ …
    01_generators/01_lesson.ipynb  01_generators/01_exercise.ipynb  01_generators/data/

Nothing that a learner may have written is ever overwritten: what is there stays, what is replaced is kept beside.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from maif_course.errors import UnknownNameError, WorkspaceError
from maif_course.learner.copies import exercise_copy, solution_copy
from maif_course.learner.judging import Verdict, judge_apart
from maif_course.learner.keeping import put
from maif_course.learner.naming import Name, parse_name
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import load_notebook, read_notebook
from maif_course.learner.state import NAME, State, read_state, workspace_around
from maif_course.lesson import Lesson, Task, read_lessons

SKIPPED = ("assembled", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Asked:
    """Tasks of one lesson, and the notebook in which they are solved. `check` is the id of the one check, if any."""

    lesson: Lesson
    tasks: Sequence[Task]
    notebook: Path
    check: str = ""


@dataclass(frozen=True)
class Workspace:
    """The folder of one learner."""

    folder: Path

    @cached_property
    def lessons(self) -> list[Lesson]:
        """All lessons of the installed course."""
        return read_lessons()

    @cached_property
    def state(self) -> State:
        """What is remembered of the learner."""
        return read_state(self.folder / NAME)

    def lesson(self, name: str) -> Lesson:
        """Return the lesson "01", in any spelling; raise `UnknownNameError`, which says what there is."""
        return self._lesson(parse_name(name), name)

    def task(self, name: str) -> Task:
        """Return the task "01.3", in any spelling, or the one that a check belongs to."""
        return self.lesson(name).task(parse_name(name).task_id)

    def exercise(self, lesson: Lesson) -> Path:
        """Return where the learner works on a lesson."""
        return self.folder / lesson.name / f"{lesson.number}_exercise.ipynb"

    def reading(self, lesson: Lesson) -> Path:
        """Return where the learner reads a lesson."""
        return self.folder / lesson.name / f"{lesson.number}_lesson.ipynb"

    def asked(self, what: str) -> Asked:
        """Return the tasks that the name of a lesson, task, check or notebook stands for."""
        path = Path(what)
        if path.suffix == ".ipynb" and path.is_file():
            return self._asked_by_file(path)
        name = parse_name(what)
        lesson = self._lesson(name, what)
        tasks = [lesson.task(name.task_id)] if name.task else lesson.tasks
        if name.check and name.check_id not in (known := [check.id for check in tasks[0].checks]):
            raise UnknownNameError(f"there is no check {what!r}; known here: {', '.join(known)}")
        return Asked(lesson, tasks, self.exercise(lesson), name.check_id if name.check else "")

    def check(self, what: str = "") -> Iterator[Verdict]:
        """Check what notebooks on disk hold; without a name, those of every exercise in the folder."""
        for asked in [self.asked(what)] if what else self.everything():
            yield from self.judge(asked)

    def everything(self) -> list[Asked]:
        """Return all tasks of the exercises that are there."""
        present = [lesson for lesson in self.lessons if self.exercise(lesson).exists()]
        return [Asked(lesson, lesson.tasks, self.exercise(lesson)) for lesson in present]

    def judge(self, asked: Asked) -> Iterator[Verdict]:
        """Yield a verdict on each check of some tasks, and remember it."""
        if not os.path.lexists(asked.notebook):
            raise WorkspaceError(self._missing(asked))
        reading = Reading(asked.lesson, read_notebook(asked.notebook))
        wanted = [c for task in asked.tasks for c in task.checks if asked.check in ("", c.id)]
        self.state.refresh()
        for verdict in judge_apart(reading, wanted, self.state, asked.notebook.parent):
            try:
                self.state.remember(passed={verdict.result.check: verdict.passed})
            except WorkspaceError as error:  # as in a folder that is read-only: the verdict stands
                yield replace(verdict, notes=(*verdict.notes, f"not remembered: {error}"))
            else:
                yield verdict

    def reset(self, lesson: Lesson) -> Path | None:
        """Put a fresh exercise in place; return where the learner's is kept, if there was another."""
        return put(self.exercise(lesson), exercise_copy(lesson))

    def solution(self, lesson: Lesson) -> tuple[Path, Path | None]:
        """Write the solved notebook beside the exercise; return its path, and where another of that name is kept."""
        path = self.folder / lesson.name / f"{lesson.number}_solution.ipynb"
        return path, put(path, solution_copy(lesson))

    def solved(self, tasks: Iterable[Task]) -> bool:
        """Say whether every check of these tasks passed when it was last run."""
        return all(self.state.passed.get(check.id, False) for task in tasks for check in task.checks)

    def open_tasks(self, first: Lesson | None = None) -> Iterator[Asked]:
        """Yield, lesson by lesson, the core tasks that have not passed; from a lesson on, if named, then the rest."""
        self.state.refresh()
        start = 0 if first is None else self.lessons.index(first)
        for lesson in self.lessons[start:] + self.lessons[:start]:
            if left := [task for task in lesson.tasks if not task.extra and not self.solved([task])]:
                yield Asked(lesson, left, self.exercise(lesson))

    def current_lesson(self) -> Lesson | None:
        """Return the first lesson with a core task that has not passed; None when all have."""
        return next((asked.lesson for asked in self.open_tasks()), None)

    def lesson_around(self, folder: Path) -> Lesson | None:
        """Return the lesson in whose folder somebody stands."""
        inside = folder.resolve()
        return next((one for one in self.lessons if inside.is_relative_to((self.folder / one.name).resolve())), None)

    def renamed(self, lesson: Lesson) -> list[Path]:
        """Return notebooks of the workspace that were this lesson's exercise, and have another name now."""
        places = [self.folder, self.folder / lesson.name]
        found = {path for place in places for path in place.glob("*.ipynb") if path != self.exercise(lesson)}
        return sorted(path for path in found if _made_from(path) == lesson.name and _has_pieces(path, lesson))

    def _lesson(self, name: Name, written: str) -> Lesson:
        for lesson in self.lessons:
            if lesson.number == name.lesson:
                return lesson
        known = ", ".join(lesson.number for lesson in self.lessons)
        raise UnknownNameError(f"there is no lesson {written}; the course has {known}")

    def _asked_by_file(self, path: Path) -> Asked:
        made_from = _made_from(path)
        lesson = next((one for one in self.lessons if one.name == made_from), None) or self.lesson(path.name)
        if path.name in (f"{lesson.number}_lesson.ipynb", f"{lesson.number}_solution.ipynb"):
            path = self.exercise(lesson)
        return Asked(lesson, lesson.tasks, path)

    def _missing(self, asked: Asked) -> str:
        name = os.path.relpath(asked.notebook, self.folder)
        others = [os.path.relpath(path, self.folder) for path in self.renamed(asked.lesson)]
        if others:
            found = " and ".join(repr(other) for other in others)
            return f"{name} is not there; it looks renamed to {found}. Give it back its name, or check it by that one"
        return f"{name} is not there: `maif-course start {self.folder}` adds what is missing"


def find_workspace(folder: Path | None = None) -> Workspace:
    """Return the workspace that holds a folder, the current one by default; raise `WorkspaceError` if none does."""
    if (found := workspace_around(folder)) is not None:
        return Workspace(found)
    raise WorkspaceError(
        f"{(folder or Path.cwd()).resolve()} is no workspace of the course: `maif-course start` makes one"
    )


def _made_from(path: Path) -> str:
    """Return the name of the lesson from which a notebook was made; nothing if it does not say."""
    try:
        metadata = load_notebook(path).get("metadata")
    except WorkspaceError:
        return ""
    course = metadata.get("maif_course") if isinstance(metadata, dict) else None
    lesson = course.get("lesson") if isinstance(course, dict) else None
    return lesson if isinstance(lesson, str) else ""


def _has_pieces(path: Path, lesson: Lesson) -> bool:
    reading = Reading(lesson, read_notebook(path))
    return any(reading.own_cell(task) for task in lesson.tasks) and "solution" not in path.stem
