"""The learner's command: a folder of copies, checks without a kernel, and nothing lost, whatever a notebook holds."""

import ast
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from maif.clock import VirtualClock
from maif_course.cli import app
from maif_course.code import names_defined
from maif_course.errors import CourseError, UnknownNameError, WorkspaceError
from maif_course.learner.assemble import Piece, assemble, learner_module, run_contracts, solutions
from maif_course.learner.notebook import LearnerCell, check_task, read_notebook
from maif_course.learner.state import NAME, State, read_state
from maif_course.learner.workspace import Workspace, find_workspace, start
from maif_course.lesson import Lesson, lessons_folder, read_lesson, read_lessons

SPECIMEN = Path(__file__).parent / "specimen"
TESTS = lessons_folder().parent / "tests" / "library"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A fresh workspace of the specimen's course, and the current folder."""
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    made, _ = start(tmp_path / "work", "ada")
    monkeypatch.chdir(made.folder)
    return made


def run(*arguments: str, answer: str = "") -> tuple[int, str]:
    """Run `maif-course`; return its exit code and all that it says, errors of the course included."""
    result = CliRunner().invoke(app, list(arguments), input=answer)
    if result.exception and not isinstance(result.exception, (SystemExit, CourseError)):
        raise result.exception
    told = str(result.exception) if isinstance(result.exception, CourseError) else ""
    return result.exit_code, result.output + told


def edit(workspace: Workspace, change: Callable[[Any], None], cell_id: str = "t07-3") -> None:
    """Change one cell of the exercise."""
    path = workspace.exercise(workspace.lesson("07"))
    notebook = json.loads(path.read_text())
    change(next(cell for cell in notebook["cells"] if cell["id"] == cell_id))
    path.write_text(json.dumps(notebook))


def solve(workspace: Workspace, old: str = "", new: str = "") -> None:
    """Put the solution into the exercise, with an edit."""
    source = workspace.lesson("07").tasks[0].solution
    assert old in source
    edit(workspace, lambda cell: cell.update(source=source.replace(old, new) if old else source))


# The folder


def test_start_adds_what_is_missing_and_overwrites_nothing(workspace: Workspace) -> None:
    exercise = workspace.exercise(workspace.lesson("07"))
    exercise.write_text("mine")
    (workspace.folder / "07_windows_lesson.ipynb").unlink()
    _, added = start(workspace.folder, "bob")
    assert [path.name for path in added] == ["07_windows_lesson.ipynb"]
    assert exercise.read_text() == "mine"
    assert read_state(workspace.folder / NAME).learner == "ada"


def test_start_opens_the_jupyterlab_that_is_installed_beside_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    monkeypatch.setattr("subprocess.run", lambda command, check: opened.append(command))
    run("start", str(tmp_path / "work"))
    assert opened == [[sys.executable, "-m", "jupyterlab", str(tmp_path / "work")]]


def test_any_folder_within_a_workspace_will_do_and_others_are_told_so(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.folder / "notes" / "old").mkdir(parents=True)
    assert find_workspace(workspace.folder / "notes" / "old").folder == workspace.folder
    with pytest.raises(WorkspaceError, match="`maif-course start` makes one"):
        find_workspace(tmp_path)


def test_a_state_that_cannot_be_read_is_named(workspace: Workspace) -> None:
    (workspace.folder / NAME).write_text("{")
    assert "maif-course.json cannot be read" in run("list")[1]


def test_reset_asks_and_keeps_what_the_learner_wrote(workspace: Workspace) -> None:
    solve(workspace)
    exercise = workspace.exercise(workspace.lesson("07"))
    mine = exercise.read_text()
    assert run("reset", "7", answer="n\n")[0] == 1
    assert exercise.read_text() == mine
    assert run("reset", "07", answer="y\n")[0] == run("reset", "07", "--yes")[0] == 0
    assert "NotImplementedError" in exercise.read_text()
    assert (workspace.folder / "07_windows_exercise.kept-1.ipynb").read_text() == mine
    assert (workspace.folder / "07_windows_exercise.kept-2.ipynb").exists()


def test_the_solution_comes_after_passing_or_anyway(workspace: Workspace) -> None:
    path = workspace.folder / "07_windows_solution.ipynb"
    assert (run("solution", "07")[0], path.exists()) == (1, False)
    assert (run("solution", "07", "--anyway")[0], path.exists()) == (0, True)
    path.unlink()
    solve(workspace)
    run("check")
    assert (run("solution", "07")[0], path.exists()) == (0, True)


# Checking


def test_check_says_what_the_saved_notebook_does(workspace: Workspace) -> None:
    code, told = run("check")
    assert (code, told.count("NOT YET"), told.splitlines()[-1]) == (1, 3, "0 of 3 checks pass, 0 of 5 points")
    solve(workspace, "if start + length <= watermark:", "if time < watermark:")
    code, told = run("check", "7.3")
    assert (code, told.splitlines()[-1]) == (1, "2 of 3 checks pass, 3 of 5 points")
    assert "You probably compare the" in told
    solve(workspace)
    assert run("check", "07")[0] == 0


def test_results_come_as_json_too(workspace: Workspace) -> None:
    lines = run("check", "--json")[1].splitlines()
    assert [json.loads(line)["check"] for line in lines] == ["07.3.late", "07.3.soon", "07.3.held"]


def test_progress_and_list_show_what_has_passed(workspace: Workspace) -> None:
    assert "[ ] 07.3  Wait for late flights" in run("list")[1]
    solve(workspace)
    run("check")
    assert "[x] 07.3" in run("list")[1]
    told = run("progress", "--summary")[1]
    assert "5 of 5" in told
    assert "maif.windows.time_windows" in told


def test_hints_come_one_by_one_and_are_counted(workspace: Workspace) -> None:
    assert "HINT 1 of 3  07.3.late  Two times" in run("hint", "07.3.late")[1]
    assert "HINT 2 of 3" in run("hint", "07.3.late")[1]
    solve(workspace, "if start + length <= watermark:", "if time < watermark:")
    assert "(1 hint left)" in run("check")[1]
    assert "HINT 3 of 3" in run("hint", "07.3.late")[1]
    assert run("hint", "07.3.late")[1].count("HINT") == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "09"), "there is no lesson 09; the course has 07"),
        (("check", "07.9"), "lesson 07 has no task 07.9; it has 07.3"),
        (("hint", "07.3.lat"), "there is no check '07.3.lat'; known here: 07.3.late, 07.3.soon, 07.3.held"),
    ],
)
def test_an_unknown_name_is_told_what_there_is(workspace: Workspace, arguments: tuple[str, ...], told: str) -> None:
    assert told in run(*arguments)[1]


def test_scratch_cells_and_prints_do_no_harm(workspace: Workspace) -> None:
    solve(workspace, "    for item in items:", "    print('debugging')\n    for item in items:")
    path = workspace.exercise(workspace.lesson("07"))
    notebook = json.loads(path.read_text())
    scratch = ["%timeit 1", "1 / 0", "import nowhere", "x = [", "while True: pass", "limit = undefined_name"]
    for source in scratch:
        cell = {"cell_type": "code", "id": source[:3], "metadata": {}, "outputs": [], "source": [source]}
        notebook["cells"].insert(3, cell)
    path.write_text(json.dumps(notebook))
    assert run("check")[0] == 0


def test_a_given_cell_that_was_edited_or_deleted_counts_as_given(workspace: Workspace) -> None:
    solve(workspace)
    edit(workspace, lambda cell: cell.update(source="Window = None"), "t07-given")
    assert run("check")[0] == 0


# Broken notebooks


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}', "[]"])
def test_a_notebook_that_cannot_be_read_is_named_and_left_alone(workspace: Workspace, text: str) -> None:
    path = workspace.exercise(workspace.lesson("07"))
    path.write_text(text)
    code, told = run("check")
    assert code == 1
    assert "07_windows_exercise.ipynb is no notebook that can be read" in told
    assert path.read_text() == text


BROKEN = {
    "while True:\n    pass": "the code did not end within",
    "hoard = bytearray(1 << 40)": "stopped with MemoryError",
    "def time_windows(:": "is no Python: look at line 1",
    "raise SystemExit": "stopped with SystemExit",
    "time_windows = 1 / 0": "stopped with ZeroDivisionError",
    "x = 1": "There is no `time_windows` yet",
    "import os\nos._exit(0)": "ended its own process",
}


@pytest.mark.parametrize("source", BROKEN)
def test_a_cell_that_misbehaves_is_told_and_does_no_harm(
    workspace: Workspace, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maif_course.learner.notebook.SECONDS", 0.5)
    edit(workspace, lambda cell: cell.update(source=source))
    code, told = run("check")
    assert code == 1
    assert told.count("NOT YET") == 3
    assert BROKEN[source] in " ".join(told.split())


def test_a_cell_that_was_deleted_is_missed(workspace: Workspace) -> None:
    lesson = workspace.lesson("07")
    found = check_task(lesson, lesson.tasks[0], [], State())
    assert "The cell t07-3 is gone from the notebook" in found[0].why


# Watching


class SavingClock(VirtualClock):
    """Saves a notebook during some naps, and ends the watch after the last."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.naps = path, 0

    def sleep(self, seconds: float) -> None:
        self.naps += 1
        if self.naps in (2, 5):
            os.utime(self.path, ns=(0, self.naps))
        if self.naps == 8:
            raise TimeoutError


def test_watch_yields_a_lesson_each_time_its_exercise_is_saved(workspace: Workspace) -> None:
    lesson = workspace.lesson("07")
    clock = SavingClock(workspace.exercise(lesson))
    changes = workspace.changes(clock)
    assert [(next(changes).number, clock.naps) for _ in range(2)] == [("07", 2), ("07", 5)]
    with pytest.raises(TimeoutError):
        next(changes)


# Swapping in


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


@pytest.mark.parametrize("number", [lesson.number for lesson in read_lessons() if _builds(lesson)])
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
    shutil.copy(workspace.solution(lesson), workspace.exercise(lesson))
    code, told = run("assemble", "--tests", str(TESTS))
    assert code == 0, told
    assert "contract kept      maif.file.format.walk" in told
    assert read_notebook(workspace.exercise(lesson))


def test_an_unknown_lesson_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError):
        workspace.lesson("55")
