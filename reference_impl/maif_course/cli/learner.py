"""The commands, each a few lines over the workspace."""

from __future__ import annotations

import getpass
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from maif_course.checks import Result
from maif_course.errors import WorkspaceError
from maif_course.learner.assemble import Piece, assemble, run_contracts
from maif_course.learner.hints import find_check, next_hint
from maif_course.learner.notebook import read_notebook
from maif_course.learner.state import state_of
from maif_course.learner.workspace import Workspace, find_workspace
from maif_course.learner.workspace import start as start_workspace
from maif_course.lesson import lessons_folder

app = typer.Typer(
    help="Work through the course: notebooks in a folder of yours, checks without a server.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

What = Annotated[
    str, typer.Argument(metavar="[NN[.T]]", help="A lesson or one of its tasks; all that you have, if left out.")
]
Number = Annotated[str, typer.Argument(metavar="NN", help="The number of a lesson.")]


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="Where to work; made if it is not there.")] = Path("maif-course"),
    browser: Annotated[bool, typer.Option(help="Open JupyterLab afterwards.")] = True,
) -> None:
    """Make a folder with copies of all lessons, exercises and data; what is there already stays."""
    workspace, added = start_workspace(folder, getpass.getuser())
    print(f"{workspace.folder}: {len(workspace.lessons)} lessons, {len(added)} files added, nothing overwritten")
    if not browser:
        return
    if importlib.util.find_spec("jupyterlab"):
        subprocess.run([sys.executable, "-m", "jupyterlab", str(folder)], check=False)
    else:
        print("JupyterLab is not installed: pip install jupyterlab, or open the notebooks with what you like")


@app.command("list")
def list_lessons() -> None:
    """List the lessons and their tasks, and mark what is done."""
    workspace = find_workspace()
    for lesson in workspace.lessons:
        print(f"{lesson.number}  {lesson.title}")
        for task in lesson.tasks:
            mark = "x" if workspace.solved([task]) else " "
            print(f"    [{mark}] {task.id}  {task.title}{'  (extra)' if task.extra else ''}")


@app.command()
def check(
    what: What = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a check.")] = False,
) -> None:
    """Check the notebooks as they are saved; without a kernel. Exits with 1 unless all checks pass."""
    found = []
    for result in find_workspace().check(what):
        print(result.json() if as_json else result.text())
        found.append(result)
    if not as_json:
        print(_sum(found))
    raise typer.Exit(0 if all(result.passed for result in found) else 1)


@app.command()
def watch() -> None:
    """Check a lesson whenever its exercise is saved, until interrupted."""
    workspace = find_workspace()
    print("Save a notebook to have it checked; interrupt to stop.")
    for lesson in workspace.changes():
        print(f"\n{lesson.number}  {lesson.title}")
        try:
            found = list(workspace.check(lesson.number))
        except WorkspaceError as error:
            print(error)
            continue
        _print_first_failure(found)


@app.command()
def hint(name: Annotated[str, typer.Argument(metavar="NN.T.NAME", help="The check, as in 01.2.ends.")]) -> None:
    """Show the next hint of a check."""
    print(next_hint(find_check(name), state_of()))


@app.command()
def reset(number: Number, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Put a fresh exercise in place; yours is kept beside it."""
    workspace = find_workspace()
    lesson = workspace.lesson(number)
    if workspace.exercise(lesson).exists() and not yes:
        typer.confirm(f"Start lesson {lesson.number} afresh? Your notebook is kept under another name.", abort=True)
    kept = workspace.reset(lesson)
    print(f"{workspace.exercise(lesson).name} is fresh" + (f"; yours is {kept.name}" if kept else ""))


@app.command()
def solution(
    number: Number, anyway: Annotated[bool, typer.Option("--anyway", help="Also before all checks pass.")] = False
) -> None:
    """Write the solved notebook of a lesson that you have passed."""
    workspace = find_workspace()
    lesson = workspace.lesson(number)
    if not anyway and not workspace.solved(task for task in lesson.tasks if not task.extra):
        print(f"Lesson {lesson.number} is not passed yet: `maif-course check {lesson.number}`, or say --anyway")
        raise typer.Exit(1)
    print(f"wrote {workspace.solution(lesson)}")


@app.command()
def progress(
    summary: Annotated[bool, typer.Option("--summary", help="List the pieces that you have built.")] = False,
) -> None:
    """Show the points of each lesson, as of the last checks."""
    workspace = find_workspace()
    passed = workspace.state.passed
    for lesson in workspace.lessons:
        points = sum(check.points for check in lesson.checks.values())
        earned = sum(check.points for check in lesson.checks.values() if passed.get(check.id))
        bar = "#" * round(20 * earned / points) if points else ""
        print(f"{lesson.number}  {lesson.title:40} [{bar:20}] {earned:3} of {points}")
    if summary:
        print("\nYou have built:")
        for lesson in workspace.lessons:
            for task in lesson.tasks:
                if task.piece.builds and workspace.solved([task]):
                    print(f"  {', '.join(task.piece.builds):40} {task.title}")


@app.command("assemble")
def assemble_library(
    to: Annotated[Path | None, typer.Option(help="Where to; `assembled` in your folder by default.")] = None,
    tests: Annotated[Path | None, typer.Option(help="The folder with the library's tests.")] = None,
) -> None:
    """Build a copy of the library that runs on your pieces, and run their contracts on it.

    A piece is swapped in only when all tasks that build it pass.
    """
    workspace = find_workspace()
    pieces = passed_pieces(workspace)
    if not pieces:
        print("No piece passes all its checks yet: nothing to swap in")
        raise typer.Exit(1)
    folder = to or workspace.folder / "assembled"
    assemble(folder, pieces, {piece.notebook: read_notebook(piece.notebook) for piece in pieces})
    for piece in pieces:
        print(f"{piece.name:40} from {piece.notebook.name}")
    print(f"PYTHONPATH={folder} runs the library on your pieces")
    tests = tests or lessons_folder().parent / "tests" / "library"
    if not tests.is_dir():
        print("The library's tests are not here; --tests says where they are")
        return
    ran = run_contracts(folder, [piece.name for piece in pieces], tests)
    print(ran.stdout, end="")
    raise typer.Exit(ran.returncode)


def passed_pieces(workspace: Workspace) -> list[Piece]:
    """Return the pieces whose tasks pass now."""
    builders: dict[str, list[bool]] = {}
    origin: dict[str, Piece] = {}
    for lesson, task in workspace.tasks():
        if not task.piece.builds:
            continue
        results = list(workspace.check(task.id))
        passed = bool(results) and all(result.passed for result in results)
        for name in task.piece.builds:
            builders.setdefault(name, []).append(passed)
            origin[name] = Piece(name, lesson, workspace.exercise(lesson))
    return [origin[name] for name, passed in builders.items() if all(passed)]


def _sum(found: list[Result]) -> str:
    passed = sum(result.passed for result in found)
    earned, points = sum(result.earned for result in found), sum(result.points for result in found)
    return f"{passed} of {len(found)} checks pass, {earned} of {points} points"


def _print_first_failure(found: list[Result]) -> None:
    """Print a line for each check, and all there is to say about the first that fails."""
    shown = False
    for result in found:
        text = result.text()
        print(text.splitlines()[0] if result.passed or shown else text)
        shown = shown or not result.passed
    print(_sum(found))
