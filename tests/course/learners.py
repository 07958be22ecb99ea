"""A learner at work: a workspace whose notebook is edited as people and their tools do, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from maif_course.cli import app
from maif_course.errors import CourseError
from maif_course.learner.workspace import Workspace
from maif_course.lesson import Lesson, read_lessons

Cell = dict[str, Any]

LESSONS = read_lessons()
"""The course, read once for all modules of tests."""


def run(*arguments: str, answer: str = "") -> tuple[int, str]:
    """Run `maif-course`; return its exit code and all that it says, errors of the course included."""
    result = CliRunner().invoke(app, list(arguments), input=answer)
    if result.exception and not isinstance(result.exception, (SystemExit, CourseError)):
        raise result.exception
    told = str(result.exception) if isinstance(result.exception, CourseError) else ""
    return result.exit_code, result.output + told


def output_of(*arguments: str) -> str:
    """Run `maif-course`; return what it writes to standard output alone."""
    return CliRunner().invoke(app, list(arguments)).stdout


def code(source: str, cell_id: str = "scratch-1") -> Cell:
    """Return a cell of the learner's own."""
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
    }


@dataclass(frozen=True)
class Learner:
    """Somebody who works on one lesson."""

    workspace: Workspace
    lesson: Lesson

    @property
    def path(self) -> Path:
        """The exercise's file."""
        return self.workspace.exercise(self.lesson)

    def load(self) -> Any:
        """Return the exercise as it is on disk."""
        return json.loads(self.path.read_text(encoding="utf-8"))

    def save(self, notebook: Any) -> None:
        """Save the exercise."""
        self.path.write_text(json.dumps(notebook), encoding="utf-8")

    def cells(self, change: Callable[[list[Cell]], object]) -> None:
        """Change the list of cells."""
        notebook = self.load()
        change(notebook["cells"])
        self.save(notebook)

    def edit(self, change: Callable[[Cell], object], cell_id: str = "t07-3") -> None:
        """Change one cell."""
        self.cells(lambda cells: change(cells[index_of(cells, cell_id)]))

    def write(self, source: str, cell_id: str = "t07-3") -> None:
        """Type a cell anew."""
        self.edit(lambda cell: cell.update(source=source), cell_id)

    def solve(self, old: str = "", new: str = "") -> None:
        """Put the solution of the first task into its cell, with an edit."""
        self.write(self.solution(old, new), self.lesson.tasks[0].piece.id)

    def solution(self, old: str = "", new: str = "") -> str:
        """Return the first task's solution, with an edit."""
        source = self.lesson.tasks[0].solution
        assert old in source
        return source.replace(old, new) if old else source

    def insert(self, cell: Cell, *, above: str = "", below: str = "") -> None:
        """Put a cell above or below another."""
        self.cells(lambda cells: cells.insert(index_of(cells, above or below) + bool(below), cell))


def index_of(cells: list[Cell], cell_id: str) -> int:
    """Return the place of a cell."""
    return next(number for number, cell in enumerate(cells) if cell.get("id") == cell_id)
