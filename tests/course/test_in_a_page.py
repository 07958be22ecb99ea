"""Tasks run in a page of a browser, but for those that say what they need beyond it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import maif_course
from learners import LESSONS
from maif_course.lesson import Lesson, Task
from once import once

PROGRAM = Path(__file__).with_name("in_a_page.py")
TASKS = [task for lesson in LESSONS for task in lesson.tasks]
LATE = [lesson for lesson in LESSONS if lesson.number >= "14"]

Told = dict[tuple[str, str], list[list[str]]]


def tell(path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(maif_course.__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-S", str(PROGRAM)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    path.write_text(ran.stdout, encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """For each task and kind of answer, in what every one of them surprises, where no more is than in a page."""
    found: Told = defaultdict(list)
    path = once(tmp_path_factory, "in_a_page.json", tell)
    for task, kind, surprises in json.loads(path.read_text(encoding="utf-8")):
        found[task, kind].append(surprises)
    return found


@pytest.mark.parametrize("task", [task for task in TASKS if not task.needs], ids=lambda task: task.id)
@pytest.mark.parametrize("kind", ["stub", "solution", "wrong", "right"])
def test_a_task_that_needs_no_more_gives_every_answer_its_verdict_in_a_page(task: Task, kind: str, told: Told) -> None:
    assert told[task.id, kind], "no such answer was tried"
    assert not any(told[task.id, kind]), next(filter(None, told[task.id, kind]))[0]


@pytest.mark.parametrize("task", [task for task in TASKS if task.needs], ids=lambda task: task.id)
def test_a_task_that_says_it_needs_more_does_not_run_in_a_page(task: Task, told: Told) -> None:
    assert told[task.id, "needs more"] != [[]], f"its solution passes without: leave :needs: {task.needs} out"


@pytest.mark.parametrize("lesson", LATE, ids=lambda lesson: lesson.name)
def test_a_late_lesson_has_two_tasks_at_least_for_a_page(lesson: Lesson) -> None:
    assert sum(not task.needs for task in lesson.tasks if not task.extra) >= 2


def test_nearly_all_core_tasks_of_the_first_lessons_run_in_a_page() -> None:
    core = [task for task in TASKS if "01" <= task.id <= "14" and not task.extra]
    assert sum(not task.needs for task in core) >= 0.95 * len(core)
