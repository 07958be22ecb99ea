"""What pieces cost, counted: items that they pull, hold and have in flight, and virtual seconds that they wait.

The same checks run on the learner's piece and on the library's. Nothing is timed: the figures are the same each time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from maif_course.checks import Check, Trial
from maif_course.checks.gauges import Held, InFlight
from maif_course.checks.running import UNDEFINED
from maif_course.checks.sources import AsyncSource, Source
from maif_course.code import run_cell
from maif_course.errors import SandboxError
from maif_course.kernel import fresh_kernel, prepare_kernels
from maif_course.learner.notebook import Reading
from maif_course.lesson import Lesson, Task
from maif_course.proving.matrix import context, library_source
from maif_course.sandbox import apart

T = TypeVar("T")

SECONDS = 30.0


class Cost(NamedTuple):
    """What a piece needed over all telling cases of a check: pulls in all, the others at most; seconds are virtual."""

    pulled: int
    held: int
    in_flight: int
    waited: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cost of a learner's piece beside that of the library's, in one check."""

    check: Check
    yours: Cost
    reference: Cost


class CountingTrial(Trial):
    """A trial that remembers the sources and gauges that it made."""

    def __init__(self) -> None:
        super().__init__(None)
        self._sources: list[Source | AsyncSource] = []
        self._held: list[Held] = []
        self._in_flight: list[InFlight] = []

    def source(self, *args: Any, **kwargs: Any) -> Source:
        """Make a source that is counted."""
        return self._kept(super().source(*args, **kwargs), self._sources)

    def endless(self, *args: Any, **kwargs: Any) -> Source:
        """Make an endless source that is counted."""
        return self._kept(super().endless(*args, **kwargs), self._sources)

    def async_source(self, *args: Any, **kwargs: Any) -> AsyncSource:
        """Make an asynchronous source that is counted."""
        return self._kept(super().async_source(*args, **kwargs), self._sources)

    def async_endless(self, *args: Any, **kwargs: Any) -> AsyncSource:
        """Make an endless asynchronous source that is counted."""
        return self._kept(super().async_endless(*args, **kwargs), self._sources)

    def held(self) -> Held:
        """Make a gauge of items held."""
        return self._kept(super().held(), self._held)

    def in_flight(self) -> InFlight:
        """Make a gauge of calls under way."""
        return self._kept(super().in_flight(), self._in_flight)

    @property
    def cost(self) -> Cost:
        """What was counted so far."""
        return Cost(
            sum(source.pulled for source in self._sources),
            max((gauge.most for gauge in self._held), default=0),
            max((gauge.most for gauge in self._in_flight), default=0),
            round(self.clock.monotonic(), 6),
        )

    @staticmethod
    def _kept(made: T, among: list[Any]) -> T:
        among.append(made)
        return made


def compare(reading: Reading, tasks: Iterable[Task], folder: Path) -> Iterator[Comparison]:
    """Yield the costs of the pieces that these tasks build, check by check; tasks without a piece cost nothing."""
    prepare_kernels()
    for task in tasks:
        if not task.piece.builds:
            continue

        def yours(task: Task = task) -> list[tuple[Any, ...]]:
            os.chdir(folder)
            sys.path.insert(0, "")
            return _of_a_notebook(reading, task.checks)

        def reference(task: Task = task) -> list[tuple[Any, ...]]:
            return _of_the_library(reading.lesson, task)

        found = [apart(work, seconds=SECONDS) for work in (yours, reference)]
        if len(found[0]) != len(task.checks):
            raise SandboxError(f"the pieces of {task.id} did not come to their checks")
        for check, mine, theirs in zip(task.checks, *found, strict=True):
            yield Comparison(check, Cost(*mine), Cost(*theirs))


def _of_a_notebook(reading: Reading, checks: Sequence[Check]) -> list[tuple[Any, ...]]:
    kernel = fresh_kernel()
    found: dict[str, tuple[Any, ...]] = {}
    for step in reading.steps(checks):
        if step.source:
            kernel.run(step.source, f"cell {step.cell.id}")
        found |= {check.id: _cost(check, kernel.namespace.get(check.piece, UNDEFINED)) for check in step.checks}
    return [found[check.id] for check in checks if check.id in found]


def _of_the_library(lesson: Lesson, task: Task) -> list[tuple[Any, ...]]:
    namespace = context(lesson, task)
    run_cell(library_source(task), "the library", namespace)
    return [_cost(check, namespace[check.piece]) for check in task.checks]


def _cost(check: Check, piece: Any) -> tuple[Any, ...]:
    trial = CountingTrial()
    check.function(piece, trial)
    return tuple(trial.cost)
