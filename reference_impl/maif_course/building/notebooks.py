"""Notebooks from a lesson: the lesson itself, the exercise as it is shipped, and the same solved.

A notebook is made of plain values, in Jupyter's format 4.5. The builder alone writes tags and metadata.
"""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from maif_course.checks import Check
from maif_course.lesson import Cell, Lesson, Task

Notebook = dict[str, Any]

_UNCHECKED_OUTPUT = "nbval-ignore-output"


def lesson_notebook(lesson: Lesson) -> Notebook:
    """Return the lesson's text and code, not yet executed."""
    return _notebook(lesson, f"l{lesson.number}", (_plain(cell) for cell in (_timed_head(lesson), *lesson.text[1:])))


def exercise_notebook(lesson: Lesson) -> Notebook:
    """Return what a learner opens: stubs instead of solutions, and no answers."""
    cells = (cell for cell in _timed_exercise(lesson) if "answer" not in cell.tags)
    return _notebook(lesson, f"t{lesson.number}", _exercise(lesson, cells, solved=False))


def solution_notebook(lesson: Lesson) -> Notebook:
    """Return the exercise solved, with answers and, folded, the library's own code of each piece."""
    return _notebook(lesson, f"t{lesson.number}", _exercise(lesson, _timed_exercise(lesson), solved=True))


def text_of(notebook: Notebook) -> str:
    """Return a notebook as the text of its file: the same for the same notebook."""
    return json.dumps(_with_lists(notebook), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def check_source(check: Check) -> str:
    """Return the code of the cell that runs a check."""
    return f'from maif_course import check\ncheck("{check.id}")'


def _timed_head(lesson: Lesson) -> Cell:
    """Return the lesson's first cell, which says how long it takes below the question that it answers."""
    reading, tasks, extras = lesson.minutes
    more = f", about {extras} more for what is extra" if extras else ""
    time = f"**The time:** about {reading} minutes to read, about {tasks} for the tasks{more}."
    head = lesson.text[0]
    heading, *paragraphs = head.source.split("\n\n")
    return replace(head, source="\n\n".join([heading, *paragraphs[:1], time, *paragraphs[1:]]))


def _timed_exercise(lesson: Lesson) -> Iterator[Cell]:
    """Yield the exercise's cells, each task with its minutes below its heading."""
    tasks = {task.line: task for task in lesson.tasks}
    for cell in lesson.exercise:
        if task := tasks.get(cell.line):
            heading, *rest = cell.source.split("\n", 1)
            yield replace(cell, source="\n".join([heading, "", f"*About {task.minutes} minutes.*", *rest]))
        else:
            yield cell


def _exercise(lesson: Lesson, cells: Iterable[Cell], *, solved: bool) -> Iterator[Notebook]:
    tasks = {task.piece.id: task for task in lesson.tasks}
    placed = {cell.id for cell in lesson.exercise if "check" in cell.tags}
    checks = {check.cell_id: check for check in lesson.checks.values()}
    started = False
    for cell in cells:
        if cell.kind == "code" and not started:
            yield _given(f"t{lesson.number}-start", "from maif_course import check, hint")
            started = True
        if cell.kind == "markdown":
            yield _plain(cell)
        elif "check" in cell.tags:
            yield _check(checks[cell.id], solved)
        elif cell.id in tasks:
            task = tasks[cell.id]
            yield _piece(task, solved)
            yield from (_check(check, solved) for check in task.checks if check.cell_id not in placed)
            if solved:
                yield from (_reference(task, name) for name in task.piece.builds)
        else:
            yield _given(cell.id, cell.source)


def _plain(cell: Cell) -> Notebook:
    if cell.kind == "markdown":
        return {"cell_type": "markdown", "id": cell.id, "metadata": {}, "source": cell.source}
    metadata: dict[str, Any] = {"tags": list(cell.tags)} if cell.tags else {}
    if "predict" in cell.tags:
        metadata["jupyter"] = {"outputs_hidden": True, "source_hidden": True}
    if alt := cell.options.get("alt"):
        metadata["alt"] = alt
    return _code(cell.id, cell.source, metadata)


def _given(cell_id: str, source: str) -> Notebook:
    return _code(cell_id, source, {"tags": ["given"], "nbgrader": _nbgrader(cell_id, locked=True)})


def _piece(task: Task, solved: bool) -> Notebook:
    metadata = {"tags": ["piece", _UNCHECKED_OUTPUT], "nbgrader": _nbgrader(task.piece.id, solution=True)}
    return _code(task.piece.id, task.solution if solved else task.stub, metadata)


def _check(check: Check, solved: bool) -> Notebook:
    tags = ["check"] if solved else ["check", _UNCHECKED_OUTPUT]  # a stub's check has no output to compare with
    nbgrader = _nbgrader(check.cell_id, locked=True, grade=True) | {"points": check.points}
    return _code(check.cell_id, check_source(check), {"tags": tags, "nbgrader": nbgrader})


def _reference(task: Task, name: str) -> Notebook:
    module, _, attribute = name.rpartition(".")
    source = textwrap.dedent(inspect.getsource(getattr(import_module(module), attribute))).rstrip()
    folded = (
        f"<details>\n<summary>In the reference: <code>{name}</code></summary>\n\n```python\n{source}\n```\n\n</details>"
    )
    cell_id = f"{task.piece.id}-reference-{attribute}".replace("_", "-")
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": folded}


def _code(cell_id: str, source: str, metadata: dict[str, Any]) -> Notebook:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _nbgrader(cell_id: str, *, locked: bool = False, solution: bool = False, grade: bool = False) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "grade": grade,
        "grade_id": cell_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }


def _notebook(lesson: Lesson, prefix: str, cells: Iterable[Notebook]) -> Notebook:
    cells = list(cells)
    for number, cell in enumerate(cells, start=1):
        cell["id"] = cell["id"] or f"{prefix}-{number:02}"
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "maif_course": {"lesson": lesson.name},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _with_lists(value: Any) -> Any:
    """Return the notebook with texts cut into lines, as notebooks are saved."""
    if isinstance(value, list):
        return [_with_lists(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item.splitlines(keepends=True)
        if isinstance(item, str) and (key in ("source", "text") or key.startswith("text/") or key == "image/svg+xml")
        else _with_lists(item)
        for key, item in value.items()
    }
