"""A learner's notebook, read and checked without a kernel: each task in a process of its own, under limits."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maif_course.checks import Check, Result, run, seed_for
from maif_course.checks.running import UNDEFINED
from maif_course.code import definitions, fresh_namespace, python_only, run_cell
from maif_course.errors import SandboxError, WorkspaceError
from maif_course.learner.hints import hints_left
from maif_course.learner.state import State
from maif_course.lesson import Lesson, Task
from maif_course.sandbox import apart

SECONDS = 12.0  # for all checks of a task, each of which has a bound of its own
MEMORY = 512 << 20


@dataclass(frozen=True, slots=True)
class LearnerCell:
    """One code cell of a learner's notebook, known by its id."""

    id: str
    source: str


def read_notebook(path: Path) -> list[LearnerCell]:
    """Return a notebook's code cells; raise `WorkspaceError` where the file is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [
            LearnerCell(str(cell.get("id", "")), "".join(cell["source"]))
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except FileNotFoundError:
        raise WorkspaceError(f"{path} is not there: `maif-course start` makes it") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        what = f"{path} is no notebook that can be read ({type(error).__name__}: {error})"
        raise WorkspaceError(f"{what}. Restore a copy, or take a fresh one with `maif-course reset`") from None


def check_task(lesson: Lesson, task: Task, cells: list[LearnerCell], state: State) -> list[Result]:
    """Run all checks of a task on the notebook's cells, apart; code that misbehaves costs the task, nothing else."""

    def work() -> list[Result]:
        namespace = fresh_namespace()
        broken = _prepare(lesson, task, cells, namespace)
        if broken:
            return [_not_run(check, broken, hints_left(check, state)) for check in task.checks]
        return [
            run(
                check,
                namespace.get(check.piece, UNDEFINED),
                seed=seed_for(check.id, state.learner),
                hints_left=hints_left(check, state),
            )
            for check in task.checks
        ]

    try:
        return apart(work, seconds=SECONDS, memory=MEMORY)
    except SandboxError as error:
        why = f"In the cell of `{task.checks[0].piece}`, or called from its checks, {error}."
        return [_not_run(check, why, hints_left(check, state)) for check in task.checks]


def lasting(lesson: Lesson, cells: list[LearnerCell], before: str = "") -> Iterator[tuple[str, ast.stmt, str]]:
    """Yield what a notebook's cells leave behind: `(cell id, statement, source)`.

    Given cells are taken from the lesson, not from the notebook. `before` ends at the cell of that id.
    """
    given = {cell.id: cell.source for cell in lesson.given}
    checks = {check.cell_id for check in lesson.checks.values()} | {f"t{lesson.number}-start"}
    missing = [LearnerCell(cell_id, "") for cell_id in given if cell_id not in {cell.id for cell in cells}]
    for cell in [*missing, *cells]:
        if cell.id == before:
            return
        if cell.id in checks:
            continue
        source = python_only(given.get(cell.id, cell.source))
        with suppress(SyntaxError):
            for statement in definitions(source).body:
                yield cell.id, statement, source


def _prepare(lesson: Lesson, task: Task, cells: list[LearnerCell], namespace: dict[str, Any]) -> str:
    """Run what comes before the task's piece, then the piece's cell; return why that cell does not run."""
    for cell_id, statement, source in lasting(lesson, cells, before=task.piece.id):
        with suppress(Exception, SystemExit):  # a scratch cell may fail: only what it leaves behind matters
            run_cell(ast.Module([statement], []), f"cell {cell_id}", namespace, source)
    piece = next((cell for cell in cells if cell.id == task.piece.id), None)
    if piece is None:
        return f"The cell {task.piece.id} is gone from the notebook. `maif-course reset` gives a fresh copy."
    try:
        run_cell(piece.source, f"cell {piece.id}", namespace)
    except SyntaxError as error:
        return f"The cell {piece.id} is no Python: look at line {error.lineno}."
    except (Exception, SystemExit) as error:
        return f"The cell {piece.id} stopped with {type(error).__name__} before it was done."
    return ""


def _not_run(check: Check, why: str, left: int) -> Result:
    return Result(check.id, check.title, check.points, False, "not-run", why, hints_left=left)
