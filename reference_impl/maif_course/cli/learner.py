"""Beginning, checking, hints, and how far one is."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from maif_course.cli.app import Json, What, app
from maif_course.cli.printing import Tally, by_task, complain, say, show, show_as_json
from maif_course.cli.steps import after_passing, next_step, reference, where
from maif_course.cli.watching import Watch
from maif_course.learner.hints import find_check, next_hint
from maif_course.learner.lab import lab_command
from maif_course.learner.progress import certificate, points_by_lesson, summary
from maif_course.learner.start import start as start_workspace
from maif_course.learner.state import state_of
from maif_course.learner.workspace import Asked, Workspace, find_workspace


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="Where to work; made if it is not there.")] = Path("maif-course"),
    browser: Annotated[bool, typer.Option(help="Open JupyterLab afterwards.")] = True,
) -> None:
    """Make a folder with copies of all lessons, exercises and data; what is there already stays."""
    workspace, added = start_workspace(folder)
    say(f"{workspace.folder}: {len(workspace.lessons)} lessons, {len(added)} files added, nothing overwritten")
    say(f"\n{next_step(workspace)}")
    if browser:
        raise typer.Exit(_open_jupyterlab(workspace))


def _open_jupyterlab(workspace: Workspace) -> int:
    """Show the lesson at which the learner is; return 0, or why that did not work."""
    if importlib.util.find_spec("jupyterlab") is None:
        say('\nJupyterLab is not here: pip install "maif-streaming[course]", or open the notebooks with what you like')
        return 0
    command, environment = lab_command(workspace)
    return subprocess.run(command, check=False, env=environment).returncode


@app.command("list")
def list_lessons(as_json: Json = False) -> None:
    """List the lessons and their tasks, and mark what is done."""
    workspace = find_workspace()
    rows = [(lesson, task, workspace.solved([task])) for lesson in workspace.lessons for task in lesson.tasks]
    if as_json:
        for lesson, task, solved in rows:
            row = {"lesson": lesson.number, "task": task.id, "title": task.title, "minutes": task.minutes}
            print(json.dumps(row | {"solved": solved}))
        return
    seen = ""
    for lesson, task, solved in rows:
        if lesson.number != seen:
            seen = lesson.number
            say(f"{lesson.number}  {lesson.title}  (about {lesson.reading} minutes to read)")
        mark = f"{task.mark}, " if task.mark else ""
        say(f"    [{'x' if solved else ' '}] {task.id}  {task.title}  ({mark}about {task.minutes})")


@app.command()
def check(
    what: What = "",
    everything: Annotated[bool, typer.Option("--all", help="Check everything, and do not stop.")] = False,
    as_json: Json = False,
) -> None:
    """Check notebooks as they are saved, from the task at which you are to the first that is not yet right.

    Exits with 0 if something was checked, and all of it passed.
    """
    workspace, tally = find_workspace(), Tally()
    if what and everything:
        raise typer.BadParameter("name something, or say --all")
    if what or everything or not workspace.current_lesson():
        _check_all(workspace, [workspace.asked(what)] if what else workspace.everything(), tally, as_json)
    else:
        _go_on(workspace, tally, as_json)
    if not (tally.verdicts or tally.broken):
        complain(f"nothing was checked: there is no exercise in {workspace.folder}. `maif-course start .` adds them")
    if not as_json:
        say(tally.text())
    raise typer.Exit(0 if tally.passed else 1)


def _check_all(workspace: Workspace, chosen: list[Asked], tally: Tally, as_json: bool) -> None:
    for asked in chosen:
        failed = not tally.passed and bool(tally.verdicts)
        for found in by_task(workspace, asked, tally):
            if as_json:
                show_as_json(found)
            else:
                show(found, whole=len(asked.tasks) == 1, told=failed)
                failed = failed or not all(verdict.passed for verdict in found)
    if tally.passed and not as_json and len(chosen) == 1:
        say(after_passing(workspace, chosen[0]))


def _go_on(workspace: Workspace, tally: Tally, as_json: bool) -> None:
    """Check task after task until one does not pass."""
    here = workspace.lesson_around(Path.cwd())
    for asked in workspace.open_tasks(here):
        for found in by_task(workspace, asked, tally):
            if as_json:
                show_as_json(found)
            else:
                show(found, whole=False)
            if not all(verdict.passed for verdict in found):
                if not as_json:
                    say(where(workspace, asked, found[0].result.check, "task"))
                return
            if not as_json and (text := reference(workspace, found)):
                say(text)
    if tally.passed and not as_json:
        say("All tasks of the course are solved. `maif-course assemble` builds the library on your pieces.")


@app.command()
def watch() -> None:
    """Show the task at which you are, and check an exercise whenever it is saved.

    Keys: h hint, n next task, r the library's code of what you passed, q quit.
    """
    Watch(find_workspace()).run()


@app.command()
def hint(name: Annotated[str, typer.Argument(metavar="NN.T.NAME", help="The check, as in 01.2.ends.")]) -> None:
    """Show the next hint of a check."""
    say(next_hint(find_check(name), state_of()))


@app.command()
def progress(
    page: Annotated[bool, typer.Option("--summary", help="Print a page of what you have built.")] = False,
    certified: Annotated[bool, typer.Option("--certificate", help="Write it as a signed MAIF file.")] = False,
    as_json: Json = False,
) -> None:
    """Show the points of each lesson, as of the last checks."""
    workspace = find_workspace()
    rows = list(points_by_lesson(workspace))
    for number, title, earned, points in rows:
        if as_json:
            print(json.dumps({"lesson": number, "title": title, "earned": earned, "points": points}))
        else:
            bar = "#" * round(20 * earned / points) if points else ""
            say(f"{number}  {title:40} [{bar:20}] {earned:3} of {points}")
    if page and not as_json:
        say(f"\n{summary(workspace)}")
    if certified:
        path, key = certificate(workspace)
        say(f"wrote {path}, signed with the key {key}", to=sys.stderr if as_json else None)
