"""Who handed in what, whatever the platform made of it, and however broken it is."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from handing_in import BROKEN, HONEST, Notebook, changed, solved, write, write_zip
from maif_course.building.notebooks import exercise_notebook, lesson_notebook
from maif_course.classroom.files import files_below
from maif_course.classroom.submissions import HandedIn, handed_in, submissions
from maif_course.errors import WorkspaceError
from maif_course.lesson import read_lessons

LESSONS = read_lessons(numbers=["01", "07"])
FIRST, SEVENTH = LESSONS
SOLVED = solved(FIRST)


def found_in(*roots: Path) -> list[HandedIn]:
    return [one for submission in submissions(roots) for one in handed_in(submission, LESSONS)]


def ids(found: list[HandedIn]) -> list[tuple[str, str]]:
    return [(one.student.id, one.lesson) for one in found]


@pytest.mark.parametrize(
    "layout",
    ["{}/01_exercise.ipynb", "{}/01_generators/01_exercise.ipynb", "{}/homework/mine.ipynb", "{}.ipynb"],
)
def test_a_tree_has_a_folder_or_a_file_for_each_student(tmp_path: Path, layout: str) -> None:
    for student in ("ada", "bob"):
        write(tmp_path / layout.format(student), SOLVED)
    assert ids(found_in(tmp_path)) == [("ada", "01"), ("bob", "01")]


def test_a_workspace_is_one_students(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "01_generators" / "01_exercise.ipynb", SOLVED)
    write(tmp_path / "ada" / "01_generators" / "01_lesson.ipynb", lesson_notebook(FIRST))
    write(tmp_path / "ada" / "07_windows" / "07_exercise.ipynb", exercise_notebook(SEVENTH))
    write(tmp_path / "ada" / "07_windows" / ".ipynb_checkpoints" / "07_exercise-checkpoint.ipynb", SOLVED)
    wanted = [("ada", "01"), ("ada", "07")]
    assert ids(found_in(tmp_path / "ada")) == wanted
    assert ids(found_in(tmp_path)) == wanted
    assert ids(found_in(tmp_path / "ada" / "01_generators" / "01_exercise.ipynb")) == [("01_generators", "01")]


def test_a_folder_of_nbgraders_holds_what_was_submitted(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").touch()
    write(tmp_path / "source" / "01" / "01_generators.ipynb", SOLVED)
    write(tmp_path / "submitted" / "ada" / "01" / "01_generators.ipynb", SOLVED)
    assert ids(found_in(tmp_path)) == [("ada", "01")]


def test_the_zip_of_canvas_tells_ids_names_and_who_was_late(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("homework/01_exercise.ipynb", json.dumps(SOLVED))
        archive.writestr("__MACOSX/homework/._01_exercise.ipynb", b"\0")
    files: dict[str, Notebook | bytes] = {
        "lovelaceada_411_9001_01_exercise.ipynb": SOLVED,
        "boolegeorge_LATE_7_9002_01_exercise-2.ipynb": SOLVED,
        "anon_x7Qp2_9003_01_exercise.ipynb": SOLVED,
        "turingalan_12_9004_all.zip": inner.getvalue(),
        "hoppergrace_13_9005_notes.pdf": b"%PDF",
    }
    write_zip(tmp_path / "submissions.zip", files)
    found = {one.student.id: one for one in found_in(tmp_path / "submissions.zip")}
    assert {number: one.lesson for number, one in found.items()} == {
        "411": "01", "7": "01", "x7Qp2": "01", "12": "01", "13": "",
    }  # fmt: skip
    assert [number for number, one in found.items() if one.late] == ["7"]
    assert str(found["411"].student) == "lovelaceada (411)"
    assert found["13"].problem == "no notebook, but hoppergrace_13_9005_notes.pdf"


@pytest.mark.parametrize("name", ["{}_assignsubmission_file/01_exercise.ipynb", "{}_assignsubmission_file_my.ipynb"])
def test_the_zip_of_moodle_tells_names_and_participants(tmp_path: Path, name: str) -> None:
    write_zip(tmp_path / "m.zip", {name.format("Ada Lovelace_52"): SOLVED, name.format("Bo Bé_7"): SOLVED})
    found = found_in(tmp_path / "m.zip")
    assert [str(one.student) for one in found] == ["Ada Lovelace (52)", "Bo Bé (7)"]
    with zipfile.ZipFile(tmp_path / "m.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert [one.student for one in found_in(tmp_path / "unpacked")] == [one.student for one in found]


def test_a_zip_by_hand_may_have_a_folder_around_all_students(tmp_path: Path) -> None:
    write_zip(tmp_path / "h.zip", {"class/ada/01_exercise.ipynb": SOLVED, "class/bob/01_exercise.ipynb": SOLVED})
    assert ids(found_in(tmp_path / "h.zip")) == [("ada", "01"), ("bob", "01")]


@pytest.mark.parametrize("change", HONEST.values(), ids=HONEST)
def test_a_notebook_is_known_by_its_cells_whatever_it_is_called(tmp_path: Path, change: object) -> None:
    assert callable(change)
    write(tmp_path / "ada" / "Untitled (3).ipynb", changed(SOLVED, change))
    assert ids(found_in(tmp_path)) == [("ada", "01")]


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_line(tmp_path: Path, make: object) -> None:
    assert callable(make)
    (tmp_path / "bob").mkdir()
    make(tmp_path / "bob" / "01_exercise.ipynb")
    write(tmp_path / "ada" / "01_exercise.ipynb", SOLVED)
    ada, bob = found_in(tmp_path)
    assert (ada.lesson, ada.problem) == ("01", "")
    assert bob.problem
    assert "\n" not in bob.problem


def test_of_several_notebooks_of_a_lesson_one_counts_and_that_is_told(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "01_solution.ipynb", SOLVED)
    write(tmp_path / "ada" / "01_exercise.ipynb", exercise_notebook(FIRST))
    write(tmp_path / "ada" / "01_exercise.kept-1.ipynb", SOLVED)
    (found,) = found_in(tmp_path)
    assert found.notes == ("01_exercise.ipynb was graded, and not 01_exercise.kept-1.ipynb, 01_solution.ipynb",)


def test_a_notebook_of_another_lesson_or_of_none_is_told(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "01_exercise.ipynb", exercise_notebook(SEVENTH))
    write(tmp_path / "bob" / "shopping.ipynb", {"cells": []})
    (tmp_path / "cyd").mkdir()
    (submitted, *others) = submissions([tmp_path])
    assert [one.problem for one in handed_in(submitted, [FIRST])] == ["01_exercise.ipynb is no exercise of lesson 01"]
    told = [one.problem for submission in others for one in handed_in(submission, LESSONS)]
    assert told == ["shopping.ipynb is no exercise of a lesson that is graded", "nothing was handed in"]


def test_a_zip_that_swells_is_not_read_to_its_end(tmp_path: Path) -> None:
    write_zip(tmp_path / "c.zip", {"a_1_2_01_exercise.ipynb": b" " * (101 << 20), "b_2_3_01_exercise.ipynb": SOLVED})
    assert (tmp_path / "c.zip").stat().st_size < 1 << 20
    swollen, sound = found_in(tmp_path / "c.zip")
    assert "more than 100 MB" in swollen.problem
    assert sound.problem == ""


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    write_zip(tmp_path / "z.zip", {"../../ada/01_exercise.ipynb": SOLVED, "/etc/01_exercise.ipynb": SOLVED})
    before = sorted(tmp_path.parent.rglob("*"))
    found_in(tmp_path / "z.zip")
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_what_is_no_folder_and_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.rar").write_bytes(b"Rar!")
    for root, told in ((tmp_path / "x.rar", "neither a folder"), (tmp_path / "nowhere", "is not there")):
        with pytest.raises(WorkspaceError, match=told):
            list(files_below(root))
