"""An exercise's notebook for its page: each piece's cell becomes a place that a script makes live."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

from maif_course.building.notebooks import check_source
from maif_course.checks import Check
from maif_course.checks.rows import listed
from maif_course.lesson import Task
from maif_course.site.notebook_page import fenced


def with_live_tasks(notebook: dict[str, Any], tasks: Sequence[Task]) -> dict[str, Any]:
    """Return the notebook with a place for each of the tasks, and without the cells that run checks.

    Without the script the place shows what the cell holds, what is checked, and what else the task needs.
    """
    return notebook | {"cells": list(_cells(notebook, {task.piece.id: task for task in tasks}))}


def _cells(notebook: dict[str, Any], tasks: dict[str, Task]) -> Iterator[dict[str, Any]]:
    checks = {check.cell_id: check for task in tasks.values() for check in task.checks}
    for cell in notebook["cells"]:
        if task := tasks.get(cell["id"]):
            yield {"cell_type": "markdown", "id": cell["id"], "metadata": {}, "source": [_place(task)]}
        elif not cell["id"].endswith("-start") and not _runs(cell, checks.get(cell["id"])):
            yield cell


def _runs(cell: dict[str, Any], check: Check | None) -> bool:
    return check is not None and "".join(cell["source"]) == check_source(check)


def _place(task: Task) -> str:
    points = {check.id: f"{check.points} point{'s' if check.points > 1 else ''}" for check in task.checks}
    items = [
        f"<li><code>{check.id}</code> {html.escape(check.title)} ({points[check.id]})</li>" for check in task.checks
    ]
    below = []
    if task.needs:
        missing = f"This task needs {listed(task.needs)}, which a page does not have: solve it in the notebook."
        below.append(f'<p class="practice-needs">{missing}</p>')
    return practice(task, "\n".join(["<ul>", *items, "</ul>"]), *below)


def practice(task: Task, *below: str) -> str:
    """Return a place in which a script lets one solve a task; without the script it shows code and what is below."""
    inside = "\n\n".join([fenced(task.stub, "python"), *below])
    return f'<div class="practice" data-practice="{html.escape(task.piece.id)}" markdown="1">\n\n{inside}\n\n</div>'
