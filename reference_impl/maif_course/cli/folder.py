"""What changes the folder: fresh exercises, solutions, a newer course, answers that come and go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maif_course.cli.app import Number, app
from maif_course.cli.printing import Tally, by_task, complain, say
from maif_course.errors import WorkspaceError
from maif_course.learner.exchange import answers, bring_in, export_text, read_answers, unknown_ids
from maif_course.learner.keeping import put
from maif_course.learner.launcher import write_launcher
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import read_notebook
from maif_course.learner.report import report_text
from maif_course.learner.start import start
from maif_course.learner.update import update as update_workspace
from maif_course.learner.workspace import find_workspace


@app.command()
def reset(number: Number, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Put a fresh exercise in place; yours is kept beside it."""
    workspace = find_workspace()
    lesson = workspace.lesson(number)
    if workspace.exercise(lesson).exists() and not yes:
        typer.confirm(f"Start lesson {lesson.number} afresh? Your notebook is kept under another name.", abort=True)
    kept = workspace.reset(lesson)
    say(f"{workspace.exercise(lesson).name} is fresh" + (f"; yours is {kept.name}" if kept else ""))


@app.command()
def solution(
    number: Number, anyway: Annotated[bool, typer.Option("--anyway", help="Also before all checks pass.")] = False
) -> None:
    """Write the solved notebook of a lesson that you have passed."""
    workspace = find_workspace()
    lesson = workspace.lesson(number)
    if not anyway and not workspace.solved(task for task in lesson.tasks if not task.extra):
        complain(f"Lesson {lesson.number} is not passed yet: `maif-course check {lesson.number}`, or say --anyway")
        raise typer.Exit(1)
    path, kept = workspace.solution(lesson)
    say(f"wrote {path}" + (f"; what was there is {kept.name}" if kept else ""))


@app.command()
def update() -> None:
    """Take over the installed course: its texts and tasks come in, what you wrote stays, old notebooks are kept."""
    workspace, changed, failed = find_workspace(), 0, False
    for one in update_workspace(workspace):
        if isinstance(one, WorkspaceError):
            complain(one)
            failed = True
            continue
        changed += 1
        say(
            f"{one.path.relative_to(workspace.folder)} is new"
            + (f"; the old one is {one.kept.name}" if one.kept else "")
        )
        if one.tasks:
            say(f"  tasks that say or ask something else now: {', '.join(one.tasks)}")
    _, added = start(workspace.folder)
    write_launcher(workspace.folder)
    say(f"{changed} notebooks changed, {len(added)} files added" if changed or added else "everything is up to date")
    raise typer.Exit(int(failed))


@app.command()
def report(
    what: Annotated[str, typer.Argument(metavar="NN.T", help="The task whose answer was rejected.")],
) -> None:
    """Pack an answer that was rejected, though it is right, into a file to send.

    It holds your cells of one task and what its checks say, and nothing else from this machine.
    """
    workspace = find_workspace()
    asked = workspace.asked(what)
    task = asked.tasks[0]
    if len(asked.tasks) != 1:
        raise typer.BadParameter(f"name a task, as {task.id}")
    reading, tally = Reading(asked.lesson, read_notebook(asked.notebook)), Tally()
    for _ in by_task(workspace, asked, tally):
        pass
    path = workspace.folder / f"report-{task.id}.json"
    kept = put(path, report_text(reading, task, tally.verdicts, workspace.state).encode("utf-8"))
    say(f"wrote {path.name}" + (f"; the one before is {kept.name}" if kept else ""))
    say("It holds the cells above, what the checks said and versions; look into it before you send it.")


@app.command("export")
def export_answers(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write your answers into one file, for the site's pages or another machine."""
    cells, broken = answers(find_workspace())
    for error in broken:
        complain(error)
    kept = put(file.absolute(), export_text(cells).encode("utf-8", "replace"))
    say(f"wrote {len(cells)} answers to {file}" + (f"; what was there is {kept.name}" if kept else ""))
    raise typer.Exit(int(bool(broken)))


@app.command("import")
def import_answers(
    file: Annotated[Path, typer.Argument(help="A file of answers, from the site or another machine.")],
) -> None:
    """Put answers from a file into your exercises; what stood there is kept beside."""
    workspace = find_workspace()
    cells = read_answers(file)
    for lesson, changed, kept in bring_in(workspace, cells):
        told = f"; yours before is {kept.name}" if kept else ""
        say(f"{workspace.exercise(lesson).relative_to(workspace.folder)}: {', '.join(changed)}{told}")
    if unknown := unknown_ids(workspace, cells):
        complain(f"this course has no task for {', '.join(unknown)}")
        raise typer.Exit(1)
    say("`maif-course check --all` says what they are worth")
