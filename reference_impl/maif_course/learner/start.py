"""Making a workspace, or completing one."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from maif_course.errors import WorkspaceError
from maif_course.learner import assistant
from maif_course.learner.copies import exercise_copy, lesson_copy
from maif_course.learner.keeping import add, set_aside, telling
from maif_course.learner.launcher import write_launcher
from maif_course.learner.state import NAME, name_of_a_learner, read_state, workspace_around
from maif_course.learner.workspace import Workspace
from maif_course.lesson import Lesson, lessons_folder

README = """# Your course

1. In JupyterLab, read `{lesson}`: run its cells, and say what they will show before you look.
2. Open `{exercise}` beside it, and write what each task asks for. The cells below a task check it.
3. In a terminal in this folder, `./course watch` checks a notebook as soon as you save it, and says what comes next.

| command | what it does |
| --- | --- |
| `./course start .` | opens JupyterLab where you stand, and adds what is missing here |
| `./course check` | checks the task at which you are; `./course check 01.2` that task, `--all` everything |
| `./course hint {check}` | gives the next hint of a check |
| `./course progress` | shows your points |
| `./course reset {number}` | puts a fresh exercise in place; yours is kept beside it |
| `./course solution {number}` | writes the solved exercise, once you have passed |
| `./course assemble` | builds the library on your pieces |
| `./course update` | takes over a newer course, and keeps what you wrote |

Nothing here is overwritten: what has to make room is kept beside, as `….kept-1.ipynb`. `maif-course.json` remembers
what has passed, and which hints you took.
"""

_FLAT = re.compile(r"(\d\d_\w+)_(lesson|exercise|solution)\.ipynb")


def start(folder: Path, learner: str = "") -> tuple[Workspace, list[Path]]:
    """Make a workspace, or complete one; return it and the files that were added.

    Raises `WorkspaceError` inside another workspace, and where the folder cannot be written.
    """
    folder = Path(os.path.abspath(os.path.expanduser(folder)))
    around = workspace_around(folder.parent)
    if around is not None and around != folder:
        raise WorkspaceError(
            f"{folder} would be inside your workspace {around}, where `maif-course check` goes on. "
            f"`maif-course start {around}` adds what is missing there"
        )
    with telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _state(folder, learner)
    workspace = Workspace(folder)
    _out_of_one_folder(workspace)
    added = [path for path, content in _wanted(workspace) if add(path, content)]
    with telling(folder):
        write_launcher(folder)
    return workspace, added


def _state(folder: Path, learner: str) -> None:
    """Make sure that there is a state; one that cannot be read is kept beside."""
    path = folder / NAME
    if path.is_file():
        try:
            read_state(path)
            return
        except WorkspaceError:
            set_aside(path)
    values = {"learner": learner or name_of_a_learner(), "hints": {}, "passed": {}}
    add(path, f"{json.dumps(values, indent=2)}\n".encode())


def _wanted(workspace: Workspace) -> Iterator[tuple[Path, bytes]]:
    first = workspace.lessons[0]
    yield workspace.folder / "README.md", _readme(workspace, first).encode()
    yield workspace.folder / assistant.NAME, assistant.TEXT.encode()
    for lesson in workspace.lessons:
        yield workspace.reading(lesson), lesson_copy(lesson)
        yield workspace.exercise(lesson), exercise_copy(lesson)
        for path in data_of(lesson):
            yield workspace.folder / lesson.name / "data" / path.name, path.read_bytes()


def _readme(workspace: Workspace, first: Lesson) -> str:
    lesson, exercise = (
        path.relative_to(workspace.folder).as_posix() for path in (workspace.reading(first), workspace.exercise(first))
    )
    return README.format(lesson=lesson, exercise=exercise, number=first.number, check=next(iter(first.checks)))


def data_of(lesson: Lesson) -> list[Path]:
    """Return the files of data that a lesson uses, and the page that says where they come from."""
    text = "\n".join(cell.source for cell in (*lesson.text, *lesson.exercise))
    names = sorted(set(re.findall(r"data/([\w.]+\w)", text)))
    found = [path for name in names if (path := lessons_folder() / "data" / name).is_file()]
    readme = lessons_folder() / "data" / "README.md"
    return [*found, readme] if found and readme.is_file() else found


def _out_of_one_folder(workspace: Workspace) -> None:
    """Move notebooks of the first courses, which lay side by side, into the folders of their lessons."""
    names = {lesson.name for lesson in workspace.lessons}
    for path in sorted(workspace.folder.glob("*.ipynb")):
        found = _FLAT.fullmatch(path.name)
        if found and found[1] in names:
            target = workspace.folder / found[1] / f"{found[1][:2]}_{found[2]}.ipynb"
            with telling(target):
                target.parent.mkdir(exist_ok=True)
                if not os.path.lexists(target):
                    path.rename(target)
