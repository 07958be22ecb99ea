"""What is done with pieces that pass: a library built on them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from maif_course.cli.app import What, app
from maif_course.cli.printing import Tally, by_task, complain, say
from maif_course.errors import CourseError, WorkspaceError
from maif_course.learner.assemble import Piece, assemble, contracts_folder, run_contracts
from maif_course.learner.bench import Comparison, Cost, compare
from maif_course.learner.naming import parse_name
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import read_notebook
from maif_course.learner.workspace import Asked, Workspace, find_workspace


@app.command("assemble")
def assemble_library(
    to: Annotated[Path | None, typer.Option(help="Where to; `assembled` in your folder by default.")] = None,
    through: Annotated[str, typer.Option(metavar="NN", help="Take your pieces up to this lesson only.")] = "",
    tests: Annotated[Path | None, typer.Option(help="The folder with the library's tests.")] = None,
) -> None:
    """Build a copy of the library that runs on your pieces, and run their contracts on it.

    A piece is swapped in only when all tasks that build it pass.
    """
    workspace = find_workspace()
    pieces = passed_pieces(workspace, workspace.lesson(through).number if through else "99")
    if not pieces:
        complain("No piece passes all its checks yet: nothing to swap in")
        raise typer.Exit(1)
    folder = (to or workspace.folder / "assembled").absolute()
    pieces = _swapped_in(folder, pieces)
    for piece in pieces:
        say(f"{piece.name:40} from {piece.notebook.relative_to(workspace.folder)}")
    say(f"PYTHONPATH={folder} runs the library on your pieces")
    tests = tests or contracts_folder()
    if not tests.is_dir():
        raise WorkspaceError(f"the library's tests are not at {tests}: --tests says where they are")
    ran = run_contracts(folder, [piece.name for piece in pieces], tests.absolute())
    say(ran.stdout.rstrip())
    raise typer.Exit(ran.returncode)


def _swapped_in(folder: Path, pieces: list[Piece]) -> list[Piece]:
    cells = {piece.notebook: read_notebook(piece.notebook) for piece in pieces}
    assemble(folder, pieces, cells)
    return pieces


def passed_pieces(workspace: Workspace, last: str = "99") -> list[Piece]:
    """Return the pieces whose tasks pass now, up to a lesson."""
    builders: dict[str, list[bool]] = {}
    origin: dict[str, Piece] = {}
    for asked in workspace.everything():
        if asked.lesson.number > last:
            continue
        passed: dict[str, bool] = {}
        for found in by_task(workspace, asked, Tally()):
            passed[found[0].result.check.rpartition(".")[0]] = all(verdict.passed for verdict in found)
        for task in asked.tasks:
            for name in task.piece.builds:
                builders.setdefault(name, []).append(passed.get(task.id, False))
                origin[name] = Piece(name, asked.lesson, asked.notebook)
    return [origin[name] for name, passed_tasks in builders.items() if all(passed_tasks)]


@app.command()
def bench(what: What = "") -> None:
    """Count what your pieces pull, hold, have in flight and wait, beside the library's own; the same on every run.

    Items are counted over all fixed cases of a check; seconds are those of a virtual clock.
    """
    workspace = find_workspace()
    rows = list(_compared(workspace, [workspace.asked(what)] if what else workspace.everything()))
    if not rows:
        named = f" of {parse_name(what).lesson}" if what else ""
        complain(f"no task{named} that builds a piece has passed: `maif-course check` first")
        raise typer.Exit(1)
    say(_ROW.format("yours : library", *(name.replace("_", " ") for name in Cost._fields)))
    for one in rows:
        counts = [
            (f"{mine:g} : {theirs:g}" if mine or theirs else "")
            for mine, theirs in zip(one.yours, one.reference, strict=True)
        ]
        if any(counts):
            say(_ROW.format(one.check.id, *counts).rstrip())


_ROW = "{:22}{:>16}{:>14}{:>14}{:>16}"


def _compared(workspace: Workspace, chosen: list[Asked]) -> Iterator[Comparison]:
    for asked in chosen:
        passing = [task for task in asked.tasks if task.piece.builds and workspace.solved([task])]
        try:
            if passing:
                yield from compare(Reading(asked.lesson, read_notebook(asked.notebook)), passing, asked.notebook.parent)
        except CourseError as error:
            complain(f"{asked.lesson.number}: {error}. `maif-course check {asked.lesson.number}` says why")
