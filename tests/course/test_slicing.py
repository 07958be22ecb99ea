"""Sliced checks come to the verdicts of the full ones, and know nothing of what is expected."""

from __future__ import annotations

import ast

import pytest

from classroom_proof import differences
from maif_course.classroom.slicing import sliced
from maif_course.classroom.verdicts import sliced_checks
from maif_course.lesson import Lesson, read_lessons
from maif_course.proving.matrix import Row, rows
from maif_course.sandbox import apart

LESSONS = read_lessons()
ALL = [row for lesson in LESSONS for row in rows(lesson)]
SAMPLE = [row for number, row in enumerate(ALL) if row.kind in ("stub", "library") or number % 15 == 0]


@pytest.mark.parametrize("row", SAMPLE, ids=str)
def test_an_answer_gets_the_same_verdict_where_its_process_does_not_know_what_is_expected(row: Row) -> None:
    assert apart(lambda: differences(row, seed=1)) == []


@pytest.mark.faults
@pytest.mark.parametrize("row", ALL, ids=str)
def test_every_answer_gets_the_same_verdict_on_telling_and_on_drawn_cases(row: Row) -> None:
    assert apart(lambda: [text for seed in (None, 2, 3) for text in differences(row, seed)], seconds=60) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_sliced_checks_hold_no_hint_no_cause_and_no_expectation(lesson: Lesson) -> None:
    source = sliced_checks(lesson.folder)
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    for check in lesson.checks.values():
        assert not texts & {*check.hints, *(why for why, _ in check.causes.values())}
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword) and node.arg == "want"]


def test_what_is_filled_where_its_function_is_not_stays() -> None:
    source = """
@graded("01.1.a", piece="f", points=1, title="", hints=(), causes={})
def told(f, trial):
    rows = []

    def note(item):
        rows.append(item)
    f(note)
    trial.compare('f(note)', ('item',), got=rows)
"""
    assert ast.unparse(ast.parse(sliced(source))).count("rows") == 3


def test_what_an_object_of_the_check_is_told_stays_though_nobody_reads_the_object() -> None:
    source = """
@graded("01.1.a", piece="Minimum", points=1, title="", hints=(), causes={})
def compares(Minimum, trial):
    rolling = Minimum(10)
    for value in range(9):
        rolling.update(value)
    trial.compare('rolling.update(value)', ('times',), got=[(1,)], want=[(1,)])
"""
    assert "rolling.update(value)" in sliced(source)


def test_two_that_are_made_alike_are_told_apart() -> None:
    source = """
@graded("01.1.a", piece="f", points=1, title="", hints=(), causes={})
def alike(f, trial):
    got, want = ([str(item) for item in items] for items in (f(), ANSWER))
    trial.compare('f()', ('item',), got=got, want=want)
    for kind, want in ((1, FIRST), (2, SECOND)):
        trial.compare('f(kind)', ('item',), got=f(kind), want=want)
"""
    left = sliced(f"ANSWER = FIRST = SECOND = 3{source}")
    assert "f()" in left
    assert not [name for name in ("ANSWER", "FIRST", "SECOND", "want") if name in left]


def test_checks_that_nobody_asks_for_are_left_out_with_what_they_read() -> None:
    (lesson,) = [lesson for lesson in LESSONS if lesson.number == "06"]
    assert "class BySlices" in sliced_checks(lesson.folder)
    assert "class BySlices" not in sliced_checks(lesson.folder, [check.id for check in lesson.task("06.3").checks])
