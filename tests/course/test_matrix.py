"""Every task's checks, proved: stub, solution, library, wrong and right answers, each on twenty seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from maif_course.lesson import read_lesson, read_lessons
from maif_course.proving.matrix import Row, prove, rows
from maif_course.sandbox import apart

SPECIMEN = Path(__file__).parent / "specimen" / "07_windows"
ALL = [row for lesson in [*read_lessons(), read_lesson(SPECIMEN)] for row in rows(lesson)]


@pytest.mark.parametrize("row", ALL, ids=str)
def test_an_answer_gets_the_verdict_and_the_cause_that_it_deserves(row: Row) -> None:
    surprises = apart(lambda: prove(row), seconds=60)  # on twenty seeds, beside whatever else runs
    assert not surprises, surprises[0]


def test_every_task_has_a_solution_a_stub_and_answers_of_both_kinds() -> None:
    for task in {row.task.id for row in ALL}:
        kinds = [row.kind for row in ALL if row.task.id == task]
        assert {"stub", "solution"} <= set(kinds)
        assert kinds.count("wrong") >= 3
        assert kinds.count("right") >= 2
