"""What comes next, wherever a learner stands."""

from __future__ import annotations

import importlib
import inspect
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maif_course.learner.judging import Verdict
from maif_course.learner.workspace import Asked, Workspace
from maif_course.lesson import Task


def next_step(workspace: Workspace) -> str:
    """Return what to do after the workspace was made."""
    lesson = workspace.current_lesson()
    if lesson is None:
        return "All tasks of the course are solved: `maif-course progress --summary` says what you have built."
    reading, exercise = (
        path.relative_to(workspace.folder) for path in (workspace.reading(lesson), workspace.exercise(lesson))
    )
    inside = Path.cwd().resolve() == workspace.folder.resolve()
    go = "" if inside else f"  cd {_short(workspace.folder)}\n"
    command = "  ./course watch    checks a notebook as soon as you save it, and says what comes next"
    return f"Read {reading}, then solve {exercise}. Beside JupyterLab, in a terminal:\n{go}{command}"


def where(workspace: Workspace, asked: Asked, name: str, word: str = "next") -> str:
    """Return which task it is that a task or check is called by, and in which notebook it stands, behind a word."""
    task = workspace.task(name)
    return f"{word:7}  {task.id}  {task.title}, in {os.path.relpath(asked.notebook, workspace.folder)}"


def after_passing(workspace: Workspace, asked: Asked) -> str:
    """Return what comes after these tasks, which have passed."""
    later = next(workspace.open_tasks(asked.lesson), None)
    if later is None:
        return "All tasks of the course are solved. `maif-course assemble` builds the library on your pieces."
    return where(workspace, later, later.tasks[0].id)


def reference(workspace: Workspace, found: Sequence[Verdict]) -> str:
    """Return where the library has the piece that these verdicts are about; nothing for a task that builds none."""
    task = workspace.task(found[0].result.check)
    return "\n".join(f"library  {name}, {_place(name)}" for name in task.piece.builds)


def source_in_the_library(task: Task) -> str:
    """Return the library's own code of the pieces that a task builds."""
    return "\n\n".join(
        f"# {name}, {_place(name)}\n{inspect.getsource(_object(name)).rstrip()}" for name in task.piece.builds
    )


def _place(name: str) -> str:
    piece = _object(name)
    return f"{inspect.getsourcefile(piece)}:{inspect.getsourcelines(piece)[1]}"


def _object(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def _short(folder: Path) -> str:
    home, typed = os.environ.get("HOME", ""), shlex.quote(str(folder))
    if home and folder.is_relative_to(home) and folder != Path(home) and typed == str(folder):
        return f"~/{folder.relative_to(home)}"
    return typed
