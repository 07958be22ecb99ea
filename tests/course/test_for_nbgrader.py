"""nbgrader's own commands, from release to export, on a folder that `release --nbgrader` makes."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from handing_in import FORGED, Notebook, changed, each_cell, solved, write
from learners import run
from maif_course.building.notebooks import exercise_notebook
from maif_course.classroom.isolation import why_not
from maif_course.lesson import read_lessons
from nbgrader_program import nbgrader

pytest.importorskip("nbgrader")
(FIRST,) = read_lessons(numbers=["01"])
NAME = FIRST.name

if refused := why_not():  # pragma: no cover
    assert not os.environ.get("CI"), refused
    pytest.skip(f"students' code cannot be isolated here: {refused}", allow_module_level=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder from which lesson 01 has been released."""
    folder = tmp_path_factory.mktemp("nbgrader")
    before = Path.cwd()
    os.chdir(folder)
    code, told = run("release", "01", "--to", "course", "--nbgrader", "--course", "streams 101")
    os.chdir(before)
    assert code == 0, told
    assert f"nbgrader generate_assignment {NAME}" in told
    nbgrader(folder / "course", "generate_assignment", NAME, "--create")
    return folder / "course"


def released(course: Path) -> Notebook:
    made: Notebook = json.loads((course / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    return made


def test_releasing_changes_no_cell_and_brings_the_data(course: Path) -> None:
    wanted = [(cell["id"], cell["source"]) for cell in exercise_notebook(FIRST)["cells"]]
    assert [(cell["id"], "".join(cell["source"])) for cell in released(course)["cells"]] == wanted
    assert (course / "release" / NAME / "data" / "flights.maif").is_file()


def with_pieces(notebook: Notebook, *tasks: str) -> Notebook:
    """Return a released notebook with these tasks solved."""
    pieces = {FIRST.task(task).piece.id for task in tasks}
    sources = {cell["id"]: cell["source"] for cell in solved(FIRST)["cells"] if cell["id"] in pieces}
    return changed(notebook, each_cell(lambda cell: cell.update(source=sources.get(cell["id"], cell["source"]))))


def graded(course: Path, submitted: Mapping[str, Notebook]) -> dict[str, tuple[float, float]]:
    """Hand notebooks in, have nbgrader grade them and export marks; return each student's points, and of how many."""
    for student, notebook in submitted.items():
        write(course / "submitted" / student / NAME / f"{NAME}.ipynb", notebook)
    nbgrader(course, "autograde", NAME, "--create")
    nbgrader(course, "export", "--to", "grades.csv")
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["student_id"] in submitted]
    return {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows}


def test_from_submissions_to_marks(course: Path) -> None:
    empty = released(course)
    students = {
        "solved": with_pieces(empty, "01.1", "01.2", "01.3", "01.4"),
        "half": with_pieces(empty, "01.1", "01.3"),
        "patched": changed(empty, FORGED["a check that is patched"]),
    }
    assert graded(course, students) == {"solved": (12, 12), "half": (5, 12), "patched": (0, 12)}


@pytest.mark.faults
def test_what_is_forged_earns_nothing(course: Path) -> None:
    students = {name.replace(" ", "_"): changed(released(course), change) for name, change in FORGED.items()}
    assert graded(course, {"empty": released(course), **students}) == dict.fromkeys(["empty", *students], (0, 12))


@pytest.mark.faults
def test_its_feedback_shows_what_the_checks_say(course: Path) -> None:
    graded(course, {"half": with_pieces(released(course), "01.1", "01.3")})
    nbgrader(course, "generate_feedback", NAME, "--student", "half")
    page = (course / "feedback" / "half" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "PASS     01.3.closed" in page
    assert "NOT YET  01.2.ends" in page
