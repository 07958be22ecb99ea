"""One reading of a notebook, for command line, watching, grading and assembling: what a fresh kernel's *Run All* gives.

Cells run in their order, and each check is judged where its cell stands. Given cells are the lesson's, whatever was
made of them: an edited one runs first, the lesson's own after it. A cell is known by its id, else by its `grade_id`;
whoever has neither is known by what it defines, and the last one that defines a piece counts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from maif_course.building.notebooks import check_source
from maif_course.checks import Check
from maif_course.code import definitions, names_bound, names_defined, parsed
from maif_course.errors import UnknownNameError
from maif_course.learner.naming import parse_name
from maif_course.learner.reading import LearnerCell
from maif_course.lesson import Lesson, Task

_CHECKED = re.compile(r"""\bcheck\(\s*["']([^"'\n]+)["']\s*\)""")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that *Run All* does: run `source` of a cell, and judge the `checks` that stand there."""

    cell: LearnerCell
    source: str
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A learner's notebook as a lesson's exercise."""

    lesson: Lesson
    cells: Sequence[LearnerCell]

    @cached_property
    def code(self) -> list[LearnerCell]:
        """The cells of code, those of given cells that are gone put back."""
        cells = [cell for cell in self.cells if cell.kind == "code"]
        present = {self.key(cell) for cell in cells}
        order = [cell.id for cell in self.lesson.exercise if cell.id]
        for given in self.lesson.given:
            if given.id not in present:
                later = set(order[order.index(given.id) + 1 :])
                at = next((number for number, cell in enumerate(cells) if self.key(cell) in later), len(cells))
                cells.insert(at, LearnerCell(given.id, given.source))
        return cells

    def key(self, cell: LearnerCell) -> str:
        """Return the id by which the lesson knows a cell; nothing for a cell of the learner's own."""
        return cell.id if cell.id in self._known else cell.grade_id if cell.grade_id in self._known else ""

    def steps(self, wanted: Sequence[Check], *, to_the_end: bool = False) -> Iterator[Step]:
        """Yield what has to be done, in its order, until all wanted checks are judged, or to the end."""
        places = {check.id: self._place(check) for check in wanted}
        last = len(self.code) if to_the_end else max(places.values(), default=-1)
        given = {cell.id: cell.source for cell in self.lesson.given}
        standard = {check.cell_id: check_source(check) for check in self.lesson.checks.values()}
        for number, cell in enumerate(self.code[: last + 1]):
            key = self.key(cell)
            checks = tuple(check for check in wanted if places[check.id] == number)
            if key in given and given[key] != cell.source:
                yield Step(cell, cell.source)
                yield Step(cell, given[key], checks)
            else:
                yield Step(cell, "" if standard.get(key) == cell.source else cell.source, checks)

    def piece_cell(self, task: Task, name: str = "") -> LearnerCell | None:
        """Return the cell that makes a piece of a task: the last one that defines its name, else the task's own."""
        defining = [cell for cell in self.code if (name or self._piece(task)) in self._defined[cell]]
        return defining[-1] if defining else self.own_cell(task)

    def own_cell(self, task: Task) -> LearnerCell | None:
        """Return the cell that the course made for a task, of whatever kind it is now."""
        own = [cell for cell in self.cells if self.key(cell) == task.piece.id]
        return next((cell for cell in own if cell.id == task.piece.id), own[0] if own else None)

    def below(self, name: str, check: Check) -> LearnerCell | None:
        """Return the first cell below a check that makes a name which the check did not know."""
        return next((cell for cell in self.code[self._place(check) + 1 :] if name in self._bound[cell]), None)

    def makes(self, name: str) -> bool:
        """Say whether any cell makes a name."""
        return any(name in bound for bound in self._bound.values())

    def found(self, task: Task) -> str:
        """Return where the task's piece was found, if not in the cell that the course made for it."""
        piece, cell, own = self._piece(task), self.piece_cell(task), self.own_cell(task)
        if cell is None or cell is own or piece not in self._defined[cell]:
            return ""
        if own is None:
            return f"The cell {task.piece.id} is gone; another one defines `{piece}`, {cell.name}, and was checked."
        return f"It is another cell that defines `{piece}` last, {cell.name}: that one was checked, not {own.name}."

    @cached_property
    def without_ids(self) -> bool:
        """Whether the notebook has lost its cells' ids: read by what nbgrader calls them, or what they make."""
        return bool(self.cells) and not any(cell.id in self._known for cell in self.cells)

    def _place(self, check: Check) -> int:
        """Return the number of the cell of code at which a check is judged."""
        code = self.code
        own = [number for number, cell in enumerate(code) if self.key(cell) == check.cell_id]
        naming = [number for number, cell in enumerate(code) if check.id in _checks_named(cell.source)]
        task = self.lesson.task(check.task)
        piece = [number for number, cell in enumerate(code) if self.key(cell) == task.piece.id]
        defining = [number for number, cell in enumerate(code) if check.piece in self._defined[cell]]
        return (own[:1] or naming[-1:] or defining[-1:] or piece[-1:] or [len(code) - 1])[0]

    def _piece(self, task: Task) -> str:
        return task.checks[0].piece

    @cached_property
    def _known(self) -> set[str]:
        lesson = self.lesson
        checks = {check.cell_id for check in lesson.checks.values()}
        return {cell.id for cell in lesson.exercise if cell.id} | checks | {f"t{lesson.number}-start"}

    @cached_property
    def _defined(self) -> dict[LearnerCell, set[str]]:
        return {cell: set(names_defined(_tree(cell.source))) for cell in self.code}

    @cached_property
    def _bound(self) -> dict[LearnerCell, set[str]]:
        return {cell: {name for s in _tree(cell.source).body for name in names_bound(s)} for cell in self.code}


def lasting(lesson: Lesson, cells: Sequence[LearnerCell]) -> Iterator[ast.stmt]:
    """Yield the statements that a notebook's cells leave behind: what a module of the library can be made of."""
    reading = Reading(lesson, cells)
    for step in reading.steps([], to_the_end=True):
        if reading.key(step.cell) != f"t{lesson.number}-start":
            yield from definitions(_tree(step.source)).body


def _tree(source: str) -> ast.Module:
    try:
        return parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _checks_named(source: str) -> Iterator[str]:
    for name in _CHECKED.findall(source):
        with suppress(UnknownNameError):
            yield parse_name(name).check_id
