"""Sliced checks come to the verdicts of the full ones, and know nothing of what is expected."""

from __future__ import annotations

import ast

import pytest

from classroom_proof import differences
from learners import LESSONS
from maif_course.classroom.slicing import sliced
from maif_course.classroom.verdicts import sliced_checks
from maif_course.lesson import Lesson
from maif_course.proving.matrix import Row, rows
from maif_course.sandbox import apart
from oracles import functions_of, knowing

MAY_KNOW = {  # functions that get what is expected from outside the student's process, or know no more than the task
    "makes rows of what came, and of what is expected": {
        "02.2.waits": {"row", "rows"},
        "02.3": {"together"},
        "02.5": {"shown"},
        "03.2.fields": {"fields_of"},
        "03.3.back": {"runs"},
        "03.4.places": {"contents"},
        "03.6": {"promised"},
        "04.4.lazy": {"asked"},
        "05.3": {"listed", "ran"},
        "08.1.arrays": {"row"},
        "09.2.counts": {"counted"},
        "09.5": {"in_rows"},
        "10.5.law": {"shown"},
        "11.5.batches": {"in_words"},
        "12": {"in_words"},
        "13.4.share": {"rows"},
        "14.1": {"listed", "seconds"},
        "14.2.again": {"told"},
        "14.2.items": {"in_words"},
        "15": {"as_told", "called"},
        "16.5.size": {"moves_of"},
        "17.3": {"committed", "left_by", "moves_of"},
        "18.3.share": {"rounded"},
        "19.3.once": {"rows_of"},
        "19.5.once": {"told"},
    },
    "drives the piece, and one that is right": {
        "06.3.due": {"played"},
        "06.4.time": {"delivered"},
        "06.6": {"of", "posted"},
        "07.6.sessions": {"crowds_found"},
        "09.2.full": {"offered", "answers"},
        "09.6.looks": {"measured"},
        "10.3.settle": {"course"},
        "10.7.held": {"visits"},
        "12.4": {"played"},
        "13.5.watched": {"rows", "timed"},
        "14.5.shares": {"asked"},
        "16.5": {"played"},
        "16.5.size": {"size"},  # the check's name, too
        "16.6.lines": {"in_two_lines"},
        "17.2": {"looked"},
        "17.3": {"played", "prefix", "tried"},  # "prefix" is the check's name, too
    },
    "is given to the piece, which asks it": {
        "02.1.full": {"read"},
        "02.6.behind": {"read_at"},
        "04.3.block": {"__len__"},
        "04.4.slice": {"read"},
        "04.6": {"line_at"},
        "06.4.time": {"get"},
        "07.3.late": {"spans_at"},
        "08.8.calls": {"join"},
        "11.6.race": {"__call__"},
        "12.3.error": {"with_one_that_fails"},
        "12.3.out": {"sources"},
        "12.4": {"clock", "monotonic", "source", "sources", "with_one_that_fails", "__call__"},
        "13.3": {"look_up", "store"},
        "14.3": {"bounds_of"},
        "14.4": {"parts_of", "read", "readline", "text"},
        "19.1.held": {"fetch"},
        "19.3.after": {"departures", "kill_points"},
    },
}

ALL = [row for lesson in LESSONS for row in rows(lesson)]
SAMPLE = [row for number, row in enumerate(ALL) if row.kind in ("stub", "library", "solution") or number % 15 == 0]


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


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_no_function_beside_a_students_code_knows_what_is_expected(lesson: Lesson) -> None:
    nothing_knows(lesson, answers=1)


@pytest.mark.faults
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_whatever_is_wrong_with_an_answer_nothing_beside_it_knows_better(lesson: Lesson) -> None:
    nothing_knows(lesson, answers=99)


def nothing_knows(lesson: Lesson, answers: int) -> None:
    source = (lesson.folder / "checks.py").read_text(encoding="utf-8")
    found = []
    for task in lesson.tasks:
        for check in task.checks:
            wrong = [row for row in rows(lesson) if row.task.id == task.id and check.id in row.fails]
            beside = functions_of(sliced(source, [check.id])) - may_know(check.id)
            for row in wrong[: 1 + answers]:
                known = apart(lambda row=row, check=check: knowing(row, check, seed=7), seconds=60)  # type: ignore[misc]
                found += [(check.id, row.name, name, known[name]) for name in sorted(known.keys() & beside)]
    assert not found


def may_know(check_id: str) -> set[str]:
    return {
        name
        for known in MAY_KNOW.values()
        for where, names in known.items()
        if check_id == where or check_id.startswith(f"{where}.")
        for name in names
    }


def test_of_a_table_nothing_is_left_but_what_cases_are_made_of() -> None:
    source = """
CASES = {"one": ([1], "due 1"), "two": ([2], "due 2")}
KEYS = {"a": "due 3", "b": "due 4"}
ROWS = [("x", 1, "due 5"), ("y", 2, "due 6")]
FIRST = {"p": (print, "due 7")}
WHOLE = {"q": "stays 1"}
@graded("01.1.a", piece="f", points=1, title="", hints=(), causes={})
def told(f, trial):
    got = [(name, f(items)) for name, (items, _) in CASES.items()]
    got += zip(list(KEYS), f(), strict=True)
    got += [(name, f()) for name in KEYS]
    got += [(name, f(number)) for name, number, _ in ROWS]
    got += [(name, f(FIRST[name][0])) for name in FIRST]
    trial.compare("f", ("item",), got=got + f(WHOLE), want=[CASES, KEYS, ROWS, FIRST])
"""
    left = sliced(source)
    assert "due" not in left
    assert "stays 1" in left
    assert "([1], None)" in left
    assert "(print, None)" in left


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
