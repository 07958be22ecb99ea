"""Answers as one file: what a learner wrote here goes to the site's pages, and what was written there comes here.

The file is JSON: `format`, the version of the `course`, and `cells`, which maps the id of a piece's cell to its source.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from maif_course.errors import WorkspaceError
from maif_course.learner.copies import bytes_of, exercise_copy
from maif_course.learner.keeping import put
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import grade_id_of, json_of, load_notebook, read_notebook, source_of
from maif_course.learner.workspace import Workspace
from maif_course.lesson import Lesson

FORMAT = 1


def course_version() -> str:
    """Return the version of the installed course."""
    try:
        return version("maif-streaming")
    except PackageNotFoundError:
        return "unknown"


def answers(workspace: Workspace) -> tuple[dict[str, str], list[WorkspaceError]]:
    """Return the source of each piece that the learner has edited, by its cell's id, and what could not be read."""
    found: dict[str, str] = {}
    broken: list[WorkspaceError] = []
    for lesson in workspace.lessons:
        path = workspace.exercise(lesson)
        if not os.path.lexists(path):
            continue
        try:
            reading = Reading(lesson, read_notebook(path))
        except WorkspaceError as error:
            broken.append(error)
            continue
        for task in lesson.tasks:
            cell = reading.piece_cell(task)
            if cell is not None and cell.kind == "code" and cell.source.strip() not in ("", task.stub.strip()):
                found[task.piece.id] = cell.source
    return found, broken


def export_text(cells: Mapping[str, str]) -> str:
    """Return the text of a file of answers."""
    values = {"format": FORMAT, "course": course_version(), "cells": dict(cells)}
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def read_answers(path: Path) -> dict[str, str]:
    """Return the answers that a file holds; raise `WorkspaceError` where it is no file of answers."""
    values = json_of(path, "no file of answers that can be read")
    cells = values.get("cells") if isinstance(values, dict) else None
    if not isinstance(cells, dict) or not all(isinstance(source, str) for source in cells.values()):
        raise WorkspaceError(f"{path} is no file of answers: it holds no `cells`, which map ids to sources")
    if values.get("format") != FORMAT:
        raise WorkspaceError(
            f"{path} has the format {values.get('format')!r}, this course reads {FORMAT}: update the older of the two"
        )
    return cells


def bring_in(workspace: Workspace, cells: Mapping[str, str]) -> Iterator[tuple[Lesson, list[str], Path | None]]:
    """Put answers into the exercises, and yield of each lesson that changed which cells, and where the old is kept."""
    for lesson in workspace.lessons:
        ids = {task.piece.id for task in lesson.tasks} & cells.keys()
        if not ids:
            continue
        path = workspace.exercise(lesson)
        notebook = load_notebook(path) if os.path.lexists(path) else json.loads(exercise_copy(lesson))
        fresh = {cell["id"]: cell for cell in json.loads(exercise_copy(lesson))["cells"]}
        changed = []
        for cell_id in sorted(ids):
            cell = _piece(notebook, cell_id)
            if cell is None:
                cell = fresh[cell_id]
                notebook["cells"].append(cell)
            if cell.get("cell_type") != "code" or source_of(cell) != cells[cell_id]:
                cell |= {"cell_type": "code", "source": cells[cell_id], "outputs": [], "execution_count": None}
                changed.append(cell_id)
        if changed:
            yield lesson, changed, put(path, bytes_of(notebook))


def unknown_ids(workspace: Workspace, cells: Mapping[str, str]) -> list[str]:
    """Return the ids of answers for which this course has no task."""
    return sorted(cells.keys() - {task.piece.id for lesson in workspace.lessons for task in lesson.tasks})


def _piece(notebook: dict[str, list[dict[str, object]]], cell_id: str) -> dict[str, object] | None:
    by_id = (cell for cell in notebook["cells"] if isinstance(cell, dict) and cell.get("id") == cell_id)
    by_grade = (cell for cell in notebook["cells"] if isinstance(cell, dict) and grade_id_of(cell) == cell_id)
    return next(by_id, None) or next(by_grade, None)
