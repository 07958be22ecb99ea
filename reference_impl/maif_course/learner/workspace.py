"""A learner's folder: copies of lessons and exercises, their data, and a state that can be read.

    01_generators_lesson.ipynb  01_generators_exercise.ipynb  …  data/  maif-course.json

Nothing that a learner may have written is ever overwritten: what is there stays, what is replaced is kept beside.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

from maif.clock import SYSTEM_CLOCK, Clock
from maif_course.building.notebooks import exercise_notebook, lesson_notebook, solution_notebook, text_of
from maif_course.checks import Result
from maif_course.errors import UnknownNameError, WorkspaceError
from maif_course.learner.notebook import check_task, read_notebook
from maif_course.learner.state import NAME, State, read_state
from maif_course.lesson import Lesson, Task, lessons_folder, read_lessons

POLL = 0.25  # seconds between two looks at the notebooks


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

    def lesson(self, number: str) -> Lesson:
        """Return the lesson "01"; "1" will do."""
        for lesson in self.lessons:
            if lesson.number == number.zfill(2):
                return lesson
        known = ", ".join(lesson.number for lesson in self.lessons)
        raise UnknownNameError(f"there is no lesson {number}; the course has {known}")

    def tasks(self, what: str = "") -> list[tuple[Lesson, Task]]:
        """Return the tasks that "01" or "01.3" names; without a name, those of every exercise in the folder."""
        if not what:
            present = [lesson for lesson in self.lessons if self.exercise(lesson).exists()]
            return [(lesson, task) for lesson in present for task in lesson.tasks]
        number, _, task = what.partition(".")
        lesson = self.lesson(number)
        chosen = [lesson.task(f"{lesson.number}.{task}")] if task else lesson.tasks
        return [(lesson, task) for task in chosen]

    def exercise(self, lesson: Lesson) -> Path:
        """Return where the learner works on a lesson."""
        return self.folder / f"{lesson.name}_exercise.ipynb"

    def check(self, what: str = "") -> Iterator[Result]:
        """Check what the notebooks on disk hold, and remember which checks pass."""
        for lesson, task in self.tasks(what):
            results = check_task(lesson, task, read_notebook(self.exercise(lesson)), self.state)
            self.state.passed |= {result.check: result.passed for result in results}
            self.state.save()
            yield from results

    def reset(self, lesson: Lesson) -> Path | None:
        """Put a fresh exercise in place; return where the learner's is kept, if there was one."""
        path = self.exercise(lesson)
        kept = _set_aside(path) if path.exists() else None
        path.write_text(text_of(exercise_notebook(lesson)), encoding="utf-8")
        return kept

    def solution(self, lesson: Lesson) -> Path:
        """Write the solved notebook beside the exercise, and return its path."""
        path = self.folder / f"{lesson.name}_solution.ipynb"
        path.write_text(_built("solutions", lesson) or text_of(solution_notebook(lesson)), encoding="utf-8")
        return path

    def solved(self, tasks: Iterable[Task]) -> bool:
        """Say whether every check of these tasks passed when it was last run."""
        return all(self.state.passed.get(check.id, False) for task in tasks for check in task.checks)

    def changes(self, clock: Clock = SYSTEM_CLOCK) -> Iterator[Lesson]:
        """Yield a lesson whenever its exercise has been saved; this never ends by itself."""
        seen = self._saved()
        while True:
            clock.sleep(POLL)
            now = self._saved()
            yield from (lesson for lesson in self.lessons if now[lesson.number] not in (seen[lesson.number], 0))
            seen = now

    def _saved(self) -> dict[str, int]:
        paths = {lesson.number: self.exercise(lesson) for lesson in self.lessons}
        return {number: path.stat().st_mtime_ns if path.exists() else 0 for number, path in paths.items()}


def start(folder: Path, learner: str) -> tuple[Workspace, list[Path]]:
    """Make a workspace, or complete one; return it and the files that were added."""
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(folder)
    wanted = {folder / "data" / path.name: path.read_bytes() for path in _files(lessons_folder() / "data")}
    for lesson in workspace.lessons:
        text = _built("notebooks", lesson) or text_of(lesson_notebook(lesson))
        wanted[folder / f"{lesson.name}_lesson.ipynb"] = text.encode()
        wanted[workspace.exercise(lesson)] = text_of(exercise_notebook(lesson)).encode()
    added = [path for path in wanted if not path.exists()]
    (folder / "data").mkdir(exist_ok=True)
    for path in added:
        path.write_bytes(wanted[path])
    if not (folder / NAME).exists():
        State(folder / NAME, learner).save()
    return workspace, added


def find_workspace(folder: Path | None = None) -> Workspace:
    """Return the workspace that holds a folder, the current one by default; raise `WorkspaceError` if none does."""
    here = (folder or Path.cwd()).resolve()
    for place in (here, *here.parents):
        if (place / NAME).is_file():
            return Workspace(place)
    raise WorkspaceError(f"{here} is no workspace of the course: `maif-course start` makes one")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []


def _built(kind: str, lesson: Lesson) -> str:
    """Return a notebook as it was built with its outputs; nothing where only the lessons are installed."""
    path = lesson.folder.parents[1] / kind / f"{lesson.name}.ipynb"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _set_aside(path: Path) -> Path:
    for number in count(1):
        kept = path.with_name(f"{path.stem}.kept-{number}{path.suffix}")
        if not kept.exists():
            shutil.move(path, kept)
            return kept
    raise AssertionError
