"""A newer course in an older workspace: its texts and tasks come in, what the learner wrote stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maif_course.building.notebooks import Notebook
from maif_course.errors import WorkspaceError
from maif_course.learner.copies import bytes_of, digest, exercise_copy, lesson_copy
from maif_course.learner.keeping import put
from maif_course.learner.reading import LearnerCell, cells_of, load_notebook, read_notebook, source_of
from maif_course.learner.workspace import Workspace
from maif_course.lesson import Lesson

_Cell = dict[str, Any]
_RESULTS = ("outputs", "execution_count")


@dataclass(frozen=True, slots=True)
class Updated:
    """A notebook that was written anew: where the old one is kept, and which tasks say or ask something else now."""

    path: Path
    kept: Path | None
    tasks: tuple[str, ...] = ()


def update(workspace: Workspace) -> Iterator[Updated | WorkspaceError]:
    """Bring every notebook of a workspace to the installed course, and yield those that changed.

    An exercise that cannot be read is yielded as an error, and stays as it is.
    """
    for lesson in workspace.lessons:
        lesson_path, path = workspace.reading(lesson), workspace.exercise(lesson)
        if lesson_path.is_file() and not _same(lesson_path, lesson_copy(lesson)):
            yield Updated(lesson_path, put(lesson_path, lesson_copy(lesson)))
        if not path.is_file():
            continue
        try:
            old, fresh = load_notebook(path), json.loads(exercise_copy(lesson))
            merged = merge(old, fresh, lesson, path)
        except WorkspaceError as error:
            yield error
            continue
        changed = changed_tasks(old, fresh, lesson)
        if changed or _shown(cells_of(merged, path)) != _shown(cells_of(old, path)):
            yield Updated(path, put(path, bytes_of(merged)), changed)


def merge(old: Notebook, fresh: Notebook, lesson: Lesson, path: Path) -> Notebook:
    """Return a fresh exercise with what the learner wrote in the old one.

    A piece that was edited goes where it belongs; own cells, and edits of what the course says, behind the same cell
    as before. What the course made and nobody edited is the new course's.
    """
    made, pieces = _table(old, "cells"), {task.piece.id for task in lesson.tasks}
    wanted: dict[str, _Cell] = {cell["id"]: cell for cell in fresh["cells"]}
    behind: dict[str, list[_Cell]] = {}
    before, taken = "", set[str]()
    for cell, values in zip(cells_of(old, path), old["cells"], strict=True):
        key = next((name for name in (cell.id, cell.grade_id) if name in wanted or name in made), "")
        edited = made.get(key) != digest(cell.source)
        if key in wanted and key not in taken:
            before = key
            taken.add(key)
            fresh_source = source_of(wanted[key])
            if cell.source == fresh_source or (key in pieces and edited):
                kept = ("cell_type", "source", "outputs", "execution_count") if key in pieces else _RESULTS
                wanted[key] |= {name: values[name] for name in kept if name in values}
            elif edited and key in made:
                behind.setdefault(before, []).append({**values, "id": ""})
        elif edited or not key:
            behind.setdefault(before, []).append(dict(values))
    cells = behind.get("", []) + [one for key, cell in wanted.items() for one in (cell, *behind.get(key, []))]
    return _with_ids({**fresh, "cells": cells})


def changed_tasks(old: Notebook, fresh: Notebook, lesson: Lesson) -> tuple[str, ...]:
    """Return the ids of the tasks that were made from another text, stub or check than the fresh notebook's."""
    before, now = _table(old, "tasks"), _table(fresh, "tasks")
    return tuple(task.id for task in lesson.tasks if before.get(task.id) != now[task.id])


def _same(path: Path, fresh: bytes) -> bool:
    try:
        return _shown(read_notebook(path)) == _shown(cells_of(json.loads(fresh), path))
    except WorkspaceError:
        return False


def _shown(cells: list[LearnerCell]) -> list[tuple[str, str]]:
    return [(cell.kind, cell.source) for cell in cells]


def _table(notebook: Notebook, name: str) -> Mapping[str, str]:
    metadata = notebook.get("metadata")
    course = metadata.get("maif_course") if isinstance(metadata, dict) else None
    found = course.get(name) if isinstance(course, dict) else None
    return found if isinstance(found, dict) else {}


def _with_ids(notebook: Notebook) -> Notebook:
    """Give each cell an id of its own: what other tools save has none, and a copy has another's."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook["cells"], start=1):
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or not cell_id or cell_id in seen:
            cell["id"] = next(name for n in range(number, 10**6) if (name := f"own-{n}") not in seen)
        seen.add(cell["id"])
    return notebook
