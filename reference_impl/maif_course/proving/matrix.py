"""The proof of a lesson's checks: every answer that a task knows, against every check of the task, on many seeds."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from maif_course.checks import Result, run
from maif_course.checks.running import UNDEFINED
from maif_course.code import fresh_namespace, run_cell
from maif_course.errors import CourseError
from maif_course.lesson import Lesson, Task

SEEDS = (None, *range(20))  # None: the telling cases alone, which must catch every wrong answer


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to one task: what stands in the piece cell, and what must come of it.

    `fails` maps each check that must fail to the cause that it must name (None for any).
    """

    lesson: Lesson
    task: Task
    kind: Literal["stub", "solution", "library", "wrong", "right"]
    name: str
    source: str
    fails: Mapping[str, str | None] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.task.id}-{self.name}"


def rows(lesson: Lesson) -> Iterator[Row]:
    """Yield every answer that a lesson's tasks know."""
    for task in lesson.tasks:
        every_check = dict.fromkeys(check.id for check in task.checks)
        yield Row(lesson, task, "stub", "stub", task.stub, every_check)
        yield Row(lesson, task, "solution", "solution", task.solution)
        if task.piece.builds:
            yield Row(lesson, task, "library", "library", library_source(task))
        for answer in task.wrong:
            yield Row(lesson, task, "wrong", answer.name, answer.source, answer.fails)
        for answer in task.right:
            yield Row(lesson, task, "right", answer.name, answer.source)


def library_source(task: Task) -> str:
    """Return code that takes the task's pieces from the library."""
    for name in task.piece.builds:
        module, _, attribute = name.rpartition(".")
        if not hasattr(importlib.import_module(module), attribute):
            raise CourseError(f"task {task.id} builds {name}, which the library does not have")
    return "\n".join("from {} import {}".format(*name.rsplit(".", 1)) for name in task.piece.builds)


def prove(row: Row, seeds: Iterable[int | None] = SEEDS) -> list[str]:
    """Return what does not come out as it must; nothing, if all does. Run this apart: wrong answers misbehave."""
    return [f"seed {seed}: {wrong}" for seed in seeds for wrong in _surprises(row, results(row, seed))]


def results(row: Row, seed: int | None) -> list[Result]:
    """Run every check of the row's task on the row's answer."""
    namespace = context(row.lesson, row.task)
    run_cell(row.source, f"cell {row.task.piece.id}", namespace)
    return [
        run(check, namespace.get(check.piece, UNDEFINED), seed=None if seed is None else seed * 1_000 + number)
        for number, check in enumerate(row.task.checks)
    ]


def context(lesson: Lesson, task: Task) -> dict[str, Any]:
    """Return the namespace before a task's piece cell: given cells run, earlier tasks solved."""
    solutions = {other.piece.id: other.solution for other in lesson.tasks}
    namespace = fresh_namespace()
    for cell in lesson.exercise[: lesson.exercise.index(task.piece)]:
        if "given" in cell.tags or cell.id in solutions:
            run_cell(solutions.get(cell.id, cell.source), f"cell {cell.id}", namespace)
    return namespace


def _surprises(row: Row, found: Iterable[Result]) -> Iterator[str]:
    for result in found:
        if result.passed and result.check in row.fails:
            yield f"{result.check} passes, and must fail"
        elif not result.passed and result.check not in row.fails:
            yield f"{result.check} must pass, and says:\n{result.text()}"
        elif not result.passed and row.fails[result.check] not in (None, result.cause):
            yield f"{result.check} names the cause {result.cause!r}, not {row.fails[result.check]!r}:\n{result.text()}"
