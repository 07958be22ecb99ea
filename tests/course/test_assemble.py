"""Swapping in: the library on a learner's pieces keeps its contracts, and what does not belong there stays out."""

import ast
import shutil
from pathlib import Path
from typing import Any

import pytest

from learners import LESSONS, run
from maif_course.code import names_defined
from maif_course.errors import WorkspaceError
from maif_course.learner.assemble import Piece, assemble, learner_module, run_contracts, solutions
from maif_course.learner.reading import LearnerCell, read_notebook
from maif_course.learner.start import start
from maif_course.lesson import Lesson, lessons_folder, read_lesson

TESTS = lessons_folder().parent / "tests" / "library"


def solved_cells(number: str) -> tuple[Any, list[LearnerCell]]:
    (folder,) = lessons_folder().glob(f"{number}_*")
    lesson = read_lesson(folder)
    (cells,) = solutions([lesson])[1].values()
    return lesson, cells


def _builds(lesson: Lesson) -> bool:
    return any(task.piece.builds for task in lesson.tasks)


def swap_in(folder: Path, number: str, old: str = "", new: str = "") -> list[str]:
    """Assemble a library on a lesson's solution, with an edit; return the pieces."""
    lesson, cells = solved_cells(number)
    if old:
        assert any(old in cell.source for cell in cells)
        cells = [LearnerCell(cell.id, cell.source.replace(old, new)) for cell in cells]
    names = [name for task in lesson.tasks for name in task.piece.builds]
    notebook = Path(f"{lesson.name}_exercise.ipynb")
    assemble(folder, [Piece(name, lesson, notebook) for name in names], {notebook: cells})
    return names


# `make test` runs the contracts of all pieces together; alone, those of each lesson are among the faults.
ALONE = ("04", "11")
NUMBERS = [
    pytest.param(lesson.number, marks=() if lesson.number in ALONE else pytest.mark.faults)
    for lesson in LESSONS
    if _builds(lesson)
]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_library_keeps_its_contracts_on_the_solutions_pieces(number: str, tmp_path: Path) -> None:
    names = swap_in(tmp_path, number)
    ran = run_contracts(tmp_path, names, TESTS)
    assert ran.returncode == 0, ran.stdout[-2000:]
    for name in names:
        assert f"contract kept      {name}  {tmp_path}/maif/_learner/lesson_{number}.py" in ran.stdout


def test_a_broken_piece_is_named_with_the_file_it_came_from(tmp_path: Path) -> None:
    names = swap_in(tmp_path, "01", "position + size > len(buffer)", "False")
    ran = run_contracts(tmp_path, names, TESTS)
    assert ran.returncode == 1
    assert f"contract BROKEN    maif.file.format.walk  {tmp_path}/maif/_learner/lesson_01.py" in ran.stdout


def test_a_learners_module_keeps_definitions_and_leaves_out_what_they_do_for_the_moment() -> None:
    lesson, cells = solved_cells("01")
    scratch = LearnerCell(
        "x", "from __future__ import annotations\nLIMIT = 3\nprint(LIMIT)\n%time 1\nfor x in []: pass"
    )
    text = ast.unparse(learner_module(lesson, [*cells, scratch]))
    assert text.startswith("from __future__ import annotations")
    assert "def read_header" in text
    assert "LIMIT = 3" in text
    assert "print(" not in text
    assert "maif_course" not in text


def test_a_scratch_cell_on_which_no_piece_stands_stays_out_of_the_library(tmp_path: Path) -> None:
    lesson, cells = solved_cells("02")
    scratch = LearnerCell("x", "from maif.chunks import read_csv_chunks\nrows = open('nowhere')")
    notebook = Path("mine.ipynb")
    assemble(tmp_path, [Piece("maif.chunks.lines.cut_at_newlines", lesson, notebook)], {notebook: [scratch, *cells]})
    assert set(names_defined(ast.parse((tmp_path / "maif/_learner/lesson_02.py").read_text()))) == {"cut_at_newlines"}


def test_a_piece_that_is_imported_is_not_swapped_in(tmp_path: Path) -> None:
    lesson, cells = solved_cells("01")
    cells = [
        LearnerCell(cell.id, "from maif.file.format import walk" if cell.id == "t01-2" else cell.source)
        for cell in cells
    ]
    notebook = Path("mine.ipynb")
    with pytest.raises(WorkspaceError, match=r"mine\.ipynb does not define walk itself"):
        assemble(tmp_path, [Piece("maif.file.format.walk", lesson, notebook)], {notebook: cells})


def test_a_library_that_was_not_assembled_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "maif").mkdir()
    with pytest.raises(WorkspaceError, match="choose another folder"):
        swap_in(tmp_path, "01")


def test_assemble_swaps_in_what_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = lessons_folder().glob("01_*")
    shutil.copytree(first, tmp_path / "lessons" / first.name)
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(tmp_path / "lessons"))
    workspace, _ = start(tmp_path / "work", "ada")
    monkeypatch.chdir(workspace.folder)
    assert run("assemble") == (1, "No piece passes all its checks yet: nothing to swap in\n")
    lesson = workspace.lesson("01")
    shutil.copy(workspace.solution(lesson)[0], workspace.exercise(lesson))
    code, told = run("assemble", "--tests", str(TESTS))
    assert code == 0, told
    assert "contract kept      maif.file.format.walk" in told
    assert read_notebook(workspace.exercise(lesson))
