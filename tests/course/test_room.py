"""The room in which a page's cells run, here without a browser: verdicts and scratch cells as text in, text out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maif_course.lesson import Lesson, Task, lessons_folder, read_lesson
from maif_course.practice import room
from maif_course.site.bundle import as_data


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return read_lesson(lessons_folder() / "01_generators")


@pytest.fixture
def walk(lesson: Lesson) -> Task:
    return lesson.task("01.2")


def cells(lesson: Lesson, task: Task, source: str, **others: str) -> list[dict[str, Any]]:
    every = as_data(lesson)["cells"]
    last = [cell["id"] for cell in every].index(task.piece.id)
    answers = {task.piece.id: source} | {name.replace("_", "-"): text for name, text in others.items()}
    return [{**cell, "source": answers.get(cell["id"], cell["source"])} for cell in every[: last + 1]]


def verdict(lesson: Lesson, task: Task, source: str, **others: str) -> dict[str, Any]:
    asked = {"cells": cells(lesson, task, source, **others), "check": task.checks[0].id, "learner": "ada", "hints": 2}
    answer: dict[str, Any] = json.loads(room.verdict(json.dumps(asked)))
    return answer


def scratch(source: str) -> dict[str, str]:
    answer: dict[str, str] = json.loads(room.scratch(json.dumps({"cells": [], "source": source})))
    return answer


def test_a_verdict_is_plain_data(lesson: Lesson, walk: Task) -> None:
    passed = verdict(lesson, walk, f"print('here')\n{walk.solution}")
    assert (passed["passed"], passed["earned"], passed["cell_printed"]) == (True, 2, "here\n")
    failed = verdict(lesson, walk, walk.wrong[0].source)
    assert not failed["passed"]
    assert failed["hints_left"] == 2
    assert failed["expected"]["columns"] == ["position", "size"]
    assert len(failed["expected"]["rows"]) == len(failed["expected"]["notes"]) == 3


def test_nothing_is_kept_between_two_verdicts(lesson: Lesson, walk: Task) -> None:
    assert verdict(lesson, walk, walk.solution)["passed"]
    assert verdict(lesson, walk, "pass")["cause"] == "undefined"


def test_what_fails_in_a_given_cell_costs_no_more_than_its_statement(lesson: Lesson, walk: Task) -> None:
    (given,) = (cell for cell in lesson.given if cell.id == "t01-2-given")
    assert verdict(lesson, walk, walk.solution, t01_2_given=f"import no_such_module\n{given.source}")["passed"]


def test_an_earlier_cell_that_fails_is_passed_over(lesson: Lesson, walk: Task) -> None:
    assert verdict(lesson, walk, walk.solution, t01_1="1 / 0")["passed"]


@pytest.mark.parametrize(
    ("source", "cause", "why"),
    [
        ("def walk(:", "not-run", "no Python that 3.11 knows: look at line 1"),
        ("1 / 0", "not-run", "Your cell stopped with ZeroDivisionError."),
        ("raise SystemExit", "not-run", "Your cell stopped with SystemExit."),
        ("def wolk(): pass", "undefined", "Your cell defines no `walk`."),
        ("while True: pass", "endless", "Your cell does not end: this is where it was after 0.2 seconds of work."),
    ],
)
def test_a_cell_that_makes_no_piece_gets_a_verdict_that_says_why(
    source: str, cause: str, why: str, lesson: Lesson, walk: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SECONDS", 0.2)
    found = verdict(lesson, walk, source)
    assert found["cause"] == cause
    assert why in found["why"]


def test_a_cell_that_fails_behind_its_piece_is_checked_and_told_of(lesson: Lesson, walk: Task) -> None:
    found = verdict(lesson, walk, f"{walk.solution}\n1 / 0")
    assert found["passed"]
    assert found["notes"] == ["Your cell stopped with ZeroDivisionError. The checks took `walk` as it was then."]


def test_a_cell_of_ones_own_prints_gives_its_value_and_waits_no_time() -> None:
    assert scratch("print(1)\n2 + 2") == {"printed": "1\n", "value": "4", "error": ""}
    assert scratch("None")["value"] == ""
    assert "stopped with NameError" in scratch("nobody")["error"]
