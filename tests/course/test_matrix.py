"""Every task's checks, proved: stub, solution, library, wrong and right answers, each on twenty seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from learners import LESSONS
from maif_course.checks import Check, Result, Trial, run, running
from maif_course.lesson import read_lesson
from maif_course.proving import matrix
from maif_course.proving.matrix import SEEDS, Row, prove, rows
from maif_course.sandbox import apart

SPECIMEN = Path(__file__).parent / "specimen" / "07_windows"
ALL = [row for lesson in [*LESSONS, read_lesson(SPECIMEN)] for row in rows(lesson)]


@pytest.mark.parametrize("row", ALL, ids=str)
def test_an_answer_gets_the_verdict_and_the_cause_that_it_deserves(row: Row) -> None:
    found = apart(lambda: surprises(row), seconds=60)  # on twenty seeds, beside whatever else runs
    assert not found, found[0]


def surprises(row: Row) -> list[str]:
    """Return what `prove` finds. A check that draws nothing for this answer says the same with every seed: two do."""
    trials: list[Trial] = []
    drawing: set[str] = set()

    class Watched(Trial):
        def __init__(self, seed: int | None = 0) -> None:
            super().__init__(seed)
            trials.append(self)

    def watched(check: Check, piece: Any, *, seed: int | None) -> Result:
        trials.clear()
        result = run(check, piece, seed=seed)
        if any(seed is not None and trial.rng.getstate() != Random(seed).getstate() for trial in trials):
            drawing.add(check.id)
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "Trial", Watched)
        patch.setattr(matrix, "run", watched)
        found = prove(row, SEEDS[:2])
    checks = tuple(check for check in row.task.checks if check.id in drawing)
    rest = replace(row, task=replace(row.task, checks=checks))
    return found + (prove(rest, SEEDS[2:]) if checks else [])


def test_every_task_has_a_solution_a_stub_and_answers_of_both_kinds() -> None:
    for task in {row.task.id for row in ALL}:
        kinds = [row.kind for row in ALL if row.task.id == task]
        assert {"stub", "solution"} <= set(kinds)
        assert kinds.count("wrong") >= 3
        assert kinds.count("right") >= 2
