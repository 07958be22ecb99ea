"""What a notebook's cells call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from maif_course import check, hint
from maif_course.checks import CheckFailed, run
from maif_course.errors import UnknownNameError
from maif_course.learner.hints import find_check
from maif_course.learner.state import NAME, State, read_state, state_of
from maif_course.lesson import Lesson, read_lessons
from maif_course.proving.matrix import context

CELL = 'from maif_course import check\ncheck("07.3.late")'


@pytest.fixture(autouse=True)
def _in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(Path(__file__).parent / "specimen"))
    monkeypatch.chdir(tmp_path)
    State(tmp_path / NAME, "ada").save()


def notebook(specimen: Lesson, source: str) -> dict[str, Any]:
    namespace = context(specimen, specimen.tasks[0])
    exec(source, namespace)
    return namespace


def test_a_check_cell_prints_one_line_for_the_piece_of_its_notebook(
    specimen: Lesson, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(CELL, notebook(specimen, specimen.tasks[0].solution))
    line = "PASS     07.3.late  Only an item whose window has closed is late  (2 of 2 points)\n"
    assert capsys.readouterr().out == line
    assert state_of().passed == {"07.3.late": True}


def test_a_check_cell_fails_until_its_piece_is_written(specimen: Lesson) -> None:
    with pytest.raises(CheckFailed, match="There is no `time_windows` yet"):
        exec(CELL, {})
    with pytest.raises(CheckFailed, match="`time_windows` is not written yet"):
        exec(CELL, notebook(specimen, specimen.tasks[0].stub))


def test_a_kernel_shows_a_failed_check_with_tables_that_do_not_break(specimen: Lesson) -> None:
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient").NotebookClient
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"def time_windows(*a, **k): return iter(())\n{CELL}")]
    )
    shown, failed = client(notebook, allow_errors=True).execute().cells[0].outputs
    assert shown.data["text/plain"].startswith("NOT YET  07.3.late")
    assert '<pre style="white-space:pre;overflow-x:auto' in shown.data["text/html"]
    assert failed.traceback == ["NOT YET  07.3.late"]


def test_hints_are_remembered_in_the_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hint("07.3.late")
    hint("07.3.late")
    assert [line[:11] for line in capsys.readouterr().out.splitlines()] == ["HINT 1 of 3", "HINT 2 of 3"]
    assert read_state(tmp_path / NAME).hints == {"07.3.late": 2}


@pytest.mark.parametrize("name", ["07.3.none", "99.1.x", "late", ""])
def test_an_unknown_check_is_named(name: str) -> None:
    with pytest.raises(UnknownNameError, match=f"there is no check '{name}'"):
        check(name)


def test_a_stretch_task_gives_no_hints_and_no_points(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIF_COURSE_LESSONS")
    hint("01.5.merge")
    assert capsys.readouterr().out == "01.5.merge has no hints: a stretch task is yours alone\n"
    (lesson,) = read_lessons(numbers=["01"])
    (task,) = [task for task in lesson.tasks if task.stretch]
    namespace = context(lesson, task)
    exec(task.solution, namespace)
    passed = run(find_check("01.5.merge"), namespace["merged"])
    assert passed.text().endswith("  (no points)")
    failed = run(find_check("01.5.merge"), lambda *sources: iter(()))
    assert "hint(" not in failed.text()
    assert "check 01.5" in failed.text()
