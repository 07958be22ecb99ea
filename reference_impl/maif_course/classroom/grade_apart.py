"""How nbgrader grades this course: it runs no student's cell, but has the notebook judged in isolation.

In nbgrader's own grading a student's code runs in the kernel that judges it: a patched `check` earns all points. So
`GradeApart` stands in the place of its `Execute`, and writes what the checks say into their cells, as if they had been
run there.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode

from maif_course.building.notebooks import exercise_notebook
from maif_course.checks import Result
from maif_course.classroom.isolation import require_isolation
from maif_course.classroom.judge import Judge
from maif_course.errors import CourseError
from maif_course.learner.reading import cells_of
from maif_course.lesson import Lesson, read_lessons


class GradeApart(NbGraderPreprocessor):
    """Writes into each check's cell what it says of the notebook, which is judged in isolation."""

    seed = Unicode("", help="What the drawn cases are drawn by: the same for the whole class.").tag(config=True)
    isolation = Bool(True, help="Whether students' code runs in isolation; without, it runs as you.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with the outputs of its checks, and none else."""
        judge = _judge(resources["nbgrader"]["notebook"], self.seed, self.isolation)
        results = {}
        for verdict in judge.verdicts(cells_of({"cells": nb.cells}, resources["nbgrader"]["notebook"])):
            results[f"t{verdict.result.check.replace('.', '-')}"] = (verdict.result, verdict.notes)
        for cell in [*nb.cells, *self._missing(nb, judge.lesson)]:
            self._write(cell, results)
        return nb, resources

    def _write(self, cell: NotebookNode, results: Mapping[str, tuple[Result, Iterable[str]]]) -> None:
        cell.metadata.pop("tags", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        name = cell.metadata.get("nbgrader", {})
        if name.get("grade") and name.get("grade_id") in results:
            cell.outputs = _outputs(*results[name["grade_id"]])
        elif name.get("grade") and cell.cell_type == "code":
            cell.outputs = [_error("NOT YET", "this is no check of the lesson", [])]

    def _missing(self, nb: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
        """Return the check cells that a student deleted, put back at the end."""
        there = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        checks = {check.cell_id for check in lesson.checks.values()}
        missing = [cell for cell in exercise_notebook(lesson)["cells"] if cell["id"] in checks - there]
        found = [from_dict(cell) for cell in missing]
        nb.cells.extend(found)
        return found


def _outputs(result: Result, notes: Iterable[str]) -> list[NotebookNode]:
    text = "\n".join([result.text(), *(f"note     {note}" for note in notes)])
    if result.passed:
        return [from_dict({"output_type": "stream", "name": "stdout", "text": f"{text}\n"})]
    return [_error("NOT YET", result.check, text.splitlines())]


def _error(name: str, value: str, lines: Sequence[str]) -> NotebookNode:
    return from_dict({"output_type": "error", "ename": name, "evalue": value, "traceback": list(lines)})


_judges: dict[tuple[str, str], Judge] = {}


def _judge(notebook: str, seed: str, isolation: bool) -> Judge:
    """Return the judge of the lesson that a notebook is named for, made once for all students."""
    if isolation:
        require_isolation()
    if (notebook, seed) not in _judges:
        lesson = next((lesson for lesson in read_lessons() if lesson.name == notebook), None)
        if lesson is None:
            raise CourseError(f"{notebook}.ipynb has not the name of a lesson, so nobody knows by what to grade it")
        _judges[notebook, seed] = judge = Judge(lesson, seed, isolation=isolation).prepare()
        atexit.register(judge.close)
    return _judges[notebook, seed]
