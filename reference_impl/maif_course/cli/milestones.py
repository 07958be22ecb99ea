"""`maif-course run`: a milestone's program on the learner's own pieces."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from maif_course.cli.app import Number, app
from maif_course.cli.pieces import passed_pieces
from maif_course.errors import UnknownNameError
from maif_course.learner.assemble import assemble
from maif_course.learner.reading import read_notebook
from maif_course.learner.workspace import find_workspace
from maif_course.lesson import read_lessons
from maif_course.milestones import MILESTONES


@app.command("run")
def run_milestone(
    number: Number,
    given: Annotated[
        Path | None, typer.Option("--input", exists=True, help="A folder or file of yours to work on.")
    ] = None,
) -> None:
    """Run the program of a milestone (04, 09, 13 or 19) on your pieces, and say whose code ran.

    Where a piece of yours does not pass yet, the library's own stands in, and is named.
    """
    workspace = find_workspace()
    lesson = workspace.lesson(number).number
    if lesson not in MILESTONES:
        raise UnknownNameError(
            f"there is no milestone after lesson {lesson}; there is one after {', '.join(MILESTONES)}"
        )
    pieces = passed_pieces(workspace, lesson)
    with tempfile.TemporaryDirectory() as folder:
        assemble(Path(folder), pieces, {piece.notebook: read_notebook(piece.notebook) for piece in pieces})
        raise typer.Exit(run_program(lesson, Path(folder), given))


def run_program(number: str, folder: Path, given: Path | None = None) -> int:
    """Run a milestone's program on the library in a folder, in a process of its own; return how that ended."""
    built = [name for one in read_lessons() if one.number <= number for task in one.tasks for name in task.piece.builds]
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "maif_course.milestones", number, str(given or "-"), *dict.fromkeys(built)]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)}, check=False).returncode
