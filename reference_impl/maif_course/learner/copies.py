"""The copies of a lesson's notebooks that a learner gets, as this machine's kernel would save them.

JupyterLab marks a notebook as changed when the kernel says other things of itself than the file does: a copy says them
already. A copy remembers from what it was made, so that a later course can tell what its learner changed.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from typing import Any

from maif_course.building.notebooks import (
    Notebook,
    check_source,
    exercise_notebook,
    lesson_notebook,
    solution_notebook,
    text_of,
)
from maif_course.building.predictions import with_answers
from maif_course.learner.reading import source_of
from maif_course.lesson import Lesson, Task

ANSWER = "The answer: say what you expect, and run the cell first"


def lesson_copy(lesson: Lesson) -> bytes:
    """Return the lesson with its outputs, where it was built; of cells to predict, output and answer are left to find.

    The output is taken out, as JupyterLab shows the first line of one that is folded; the answer is folded.
    """
    notebook = _built("notebooks", lesson) or lesson_notebook(lesson)
    notebook["cells"] = [each for cell, answer in with_answers(notebook["cells"]) for each in _hidden(cell, answer)]
    return _copy(notebook)


def exercise_copy(lesson: Lesson) -> bytes:
    """Return the exercise, unsolved."""
    notebook = exercise_notebook(lesson)
    notebook["metadata"]["maif_course"] |= {
        "cells": {cell["id"]: digest(cell["source"]) for cell in notebook["cells"]},
        "tasks": {task.id: digest_of_task(task) for task in lesson.tasks},
    }
    return _copy(notebook)


def solution_copy(lesson: Lesson) -> bytes:
    """Return the exercise, solved."""
    return _copy(_built("solutions", lesson) or solution_notebook(lesson))


def digest(text: str) -> str:
    """Return a short name of a text's content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digest_of_task(task: Task) -> str:
    """Return a short name of what a task says, gives and asks for."""
    told = [cell.source for cell in task.cells if cell.id != task.piece.id]
    checks = [f"{check_source(check)}\n{check.title}\n{check.points}" for check in task.checks]
    return digest("\0".join([*told, task.stub, *checks]))


def bytes_of(notebook: Notebook) -> bytes:
    """Return a notebook as the bytes of its file."""
    return text_of(notebook).encode("utf-8", "replace")


def _hidden(cell: Notebook, answer: list[Notebook]) -> Iterator[Notebook]:
    """Yield a cell to predict and its answer so that neither shows what comes out; any other cell as it is."""
    if not answer:
        yield cell
        return
    for each in (cell, *answer):
        if each["cell_type"] == "code":
            metadata = {name: value for name, value in each["metadata"].items() if name != "jupyter"}
            yield each | {"outputs": [], "execution_count": None, "metadata": metadata}
        else:
            folded = f"<details>\n<summary>{ANSWER}</summary>\n\n{each['source']}\n\n</details>"
            yield each | {"source": folded}


def _copy(notebook: Notebook) -> bytes:
    notebook["metadata"] |= kernel_metadata()
    return bytes_of(notebook)


def _built(kind: str, lesson: Lesson) -> Notebook | None:
    """Return a notebook as it was built with its outputs; None where only the lessons are installed."""
    path = lesson.folder.parents[1] / kind / f"{lesson.name}.ipynb"
    if not path.is_file():
        return None
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = source_of(cell)
    return notebook


@functools.cache
def kernel_metadata() -> Mapping[str, Any]:
    """Return what this machine's Python kernel says of itself; nothing where there is none."""
    if importlib.util.find_spec("ipykernel") is None:
        return {}
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelspec import get_kernel_dict

    name = str(get_kernel_dict()["display_name"])
    return {
        "kernelspec": {"display_name": name, "language": "python", "name": "python3"},
        "language_info": dict(IPythonKernel.language_info),
    }
