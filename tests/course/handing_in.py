"""Notebooks as students hand them in: right, in part, empty, saved by other tools, and broken."""

from __future__ import annotations

import copy
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from maif_course.building.notebooks import exercise_notebook, solution_notebook
from maif_course.lesson import Lesson

Notebook = dict[str, Any]
Change = Callable[[Notebook], object]


def solved(lesson: Lesson, tasks: int = 99) -> Notebook:
    """Return a lesson's exercise with its first tasks solved."""
    notebook = exercise_notebook(lesson)
    sources = {cell["id"]: cell["source"] for cell in solution_notebook(lesson)["cells"]}
    wanted = {task.piece.id for task in lesson.tasks[:tasks]}
    for cell in notebook["cells"]:
        if cell["id"] in wanted:
            cell["source"] = sources[cell["id"]]
    return notebook


def changed(notebook: Notebook, change: Change) -> Notebook:
    """Return a copy of a notebook, changed."""
    made = copy.deepcopy(notebook)
    change(made)
    return made


def each_cell(change: Callable[[dict[str, Any]], object]) -> Change:
    """Return what changes every cell."""
    return lambda notebook: [change(cell) for cell in notebook["cells"]]


def without_ids(cell: dict[str, Any]) -> None:
    """Leave of a cell what Colab leaves: no id, and none of nbgrader's metadata."""
    cell.pop("id")
    cell["metadata"] = {"id": "Xy7"}


def as_vscode_saves(cell: dict[str, Any]) -> None:
    """Write a cell as Visual Studio Code does."""
    cell["source"] = cell["source"].splitlines(keepends=True)
    cell["metadata"]["vscode"] = {"languageId": "python"}


def with_pieces_below(notebook: Notebook) -> None:
    """Move each piece into a cell of the student's own, above the course's."""
    for cell in list(notebook["cells"]):
        if "piece" in cell["metadata"].get("tags", ()):
            own = {**copy.deepcopy(cell), "id": f"own-{cell['id']}", "metadata": {}}
            notebook["cells"].insert(notebook["cells"].index(cell), own)
            cell["source"] = ""


def check_cells(notebook: Notebook) -> list[dict[str, Any]]:
    """Return the cells that check."""
    return [cell for cell in notebook["cells"] if "check" in cell["metadata"].get("tags", ())]


HONEST: Mapping[str, Change] = {  # what tools and people make of a notebook without meaning any harm
    "as it is": lambda notebook: None,
    "saved by Colab, without ids": each_cell(without_ids),
    "saved by Visual Studio Code": each_cell(as_vscode_saves),
    "with outputs": each_cell(
        lambda cell: (
            cell.update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 1000}])
            if cell["cell_type"] == "code"
            else None
        )
    ),
    "with pieces in cells of one's own": with_pieces_below,
    "with magics": lambda notebook: notebook["cells"].insert(
        2, {"cell_type": "code", "id": "m", "metadata": {}, "outputs": [], "source": "%matplotlib inline\n!ls"}
    ),
    "with a cell that fails": lambda notebook: notebook["cells"].insert(
        2, {"cell_type": "code", "id": "f", "metadata": {}, "outputs": [], "source": "1 / 0"}
    ),
    "with half of a surrogate pair": lambda notebook: notebook["cells"].append(
        {"cell_type": "markdown", "id": "s", "metadata": {}, "source": "\ud800"}
    ),
}

FORGED: Mapping[str, Change] = {  # on a notebook of which nothing is solved: worth nothing
    "edited checks": lambda notebook: [cell.update(source="print('PASS')") for cell in check_cells(notebook)],
    "deleted checks": lambda notebook: [notebook["cells"].remove(cell) for cell in check_cells(notebook)],
    "forged outputs": lambda notebook: [
        cell.update(
            execution_count=1,
            outputs=[{"output_type": "stream", "name": "stdout", "text": "PASS     01.2.ends  (2 of 2 points)\n"}],
        )
        for cell in check_cells(notebook)
    ],
    "checks that may raise": lambda notebook: [
        cell["metadata"]["tags"].extend(["raises-exception", "skip-execution"]) for cell in check_cells(notebook)
    ],
    "checks that are text": lambda notebook: [cell.update(cell_type="markdown") for cell in check_cells(notebook)],
    "more points": lambda notebook: [cell["metadata"]["nbgrader"].update(points=100) for cell in check_cells(notebook)],
    "one id for all": each_cell(lambda cell: cell.update(id="t01-2")),
    "a check that is patched": lambda notebook: notebook["cells"].insert(
        0,
        {
            "cell_type": "code",
            "id": "p",
            "metadata": {},
            "outputs": [],
            "source": "import maif_course\nmaif_course.check = print\nmaif_course.hint = print",
        },
    ),
}


def make_large(path: Path) -> None:
    """Make a file that takes no room, and has more bytes than a notebook may have."""
    with open(path, "wb") as file:
        file.truncate(101 << 20)


BROKEN: Mapping[str, Callable[[Path], object]] = {  # files that are no notebook: a line each, and nothing else
    "no JSON": lambda path: path.write_text("{"),
    "no UTF-8": lambda path: path.write_bytes(b'{"cells": "\xff\xfe"}'),
    "nested deep": lambda path: path.write_text('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "no cells": lambda path: path.write_text('{"nbformat": 4}'),
    "a list": lambda path: path.write_text("[]"),
    "cells of no kind": lambda path: path.write_text('{"cells": [{"source": 1}]}'),
    "empty": lambda path: path.write_bytes(b""),
    "too large": lambda path: make_large(path),
    "a link": lambda path: path.symlink_to("/etc/passwd"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: (path / "x").mkdir(parents=True),
    "a web page": lambda path: path.write_text("<!doctype html>"),
}


def write(path: Path, notebook: Notebook) -> None:
    """Write a notebook's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_zip(path: Path, files: Mapping[str, Notebook | bytes]) -> None:
    """Write a zip of notebooks, and of other files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
