"""Building notebooks: what is written, and when it is written anew."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from maif_course.building.build import build, main
from maif_course.building.execution import MOST_BYTES, MOST_PLOTS
from maif_course.building.notebooks import Notebook, exercise_notebook, lesson_notebook, solution_notebook, text_of
from maif_course.building.staleness import stale
from maif_course.errors import LessonError
from maif_course.lesson import Lesson, lessons_folder, read_lesson, read_lessons

pytest.importorskip("nbclient")
ROOT = lessons_folder().parent


def cells(notebook: Notebook, tag: str = "") -> list[Notebook]:
    return [cell for cell in notebook["cells"] if not tag or tag in cell["metadata"].get("tags", ())]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first lesson of the course was built."""
    root = tmp_path_factory.mktemp("course")
    list(build([first_lesson()], root))
    return root


def first_lesson() -> Lesson:
    (folder,) = lessons_folder().glob("01_*")
    return read_lesson(folder)


def load(path: Path) -> Any:
    return json.loads(path.read_text())


# What a notebook holds


def test_an_exercise_has_stubs_checks_and_no_answers(specimen: Lesson) -> None:
    notebook = exercise_notebook(specimen)
    (piece,) = cells(notebook, "piece")
    assert piece["source"].endswith("raise NotImplementedError")
    assert [cell["id"] for cell in cells(notebook, "check")] == ["t07-3-held", "t07-3-late", "t07-3-soon"]
    assert 'check("07.3.held")' in cells(notebook, "check")[0]["source"]
    assert "SOLUTION" not in text_of(notebook)


def test_a_solution_has_the_answer_and_the_librarys_own_code_folded(specimen: Lesson) -> None:
    text = text_of(solution_notebook(specimen))
    assert "### BEGIN SOLUTION" in text
    assert "<summary>In the reference: <code>maif.windows.time_windows</code></summary>" in text


def test_questions_are_answered_in_the_solution_alone() -> None:
    lesson = first_lesson()
    assert "**Answers.**" in text_of(solution_notebook(lesson))
    assert "**Answers.**" not in text_of(exercise_notebook(lesson))


def test_notebooks_say_how_long_a_lesson_and_each_task_take(lessons: Path) -> None:
    exercise = lessons / "07_windows" / "exercise.md"
    lesson = read_lesson(lessons / "07_windows")
    time = "**The time:** about 10 minutes to read, about 25 for the tasks"
    assert f"finished?\n\n{time}." in lesson_notebook(lesson)["cells"][0]["source"]
    for make in (exercise_notebook, solution_notebook):
        assert "## 07.3 Wait for late flights, but not for ever\n\n*About 25 minutes.*\n\n" in "".join(
            cell["source"] for cell in make(lesson)["cells"]
        )
    exercise.write_text(exercise.read_text().replace("not for ever\n", "not for ever (extra)\n", 1))
    lesson = read_lesson(lessons / "07_windows")
    assert lesson.minutes == (10, 0, 25)
    assert "about 0 for the tasks, about 25 more for what is extra." in lesson_notebook(lesson)["cells"][0]["source"]


def test_ids_are_unique_and_valid(specimen: Lesson) -> None:
    for notebook in (make(specimen) for make in (lesson_notebook, exercise_notebook, solution_notebook)):
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell_id) for cell_id in ids)


def test_a_check_cell_is_one_nbgrader_cell_with_its_points(specimen: Lesson) -> None:
    graded = {cell["id"]: cell["metadata"]["nbgrader"] for cell in cells(solution_notebook(specimen), "check")}
    assert graded["t07-3-late"] == {
        "cell_type": "code",
        "grade": True,
        "grade_id": "t07-3-late",
        "locked": True,
        "points": 2,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }


def test_cells_to_predict_are_folded(specimen: Lesson) -> None:
    (cell,) = cells(lesson_notebook(specimen), "predict")
    assert cell["metadata"]["jupyter"] == {"outputs_hidden": True, "source_hidden": True}


def test_notebooks_are_valid(specimen: Lesson) -> None:
    nbformat = pytest.importorskip("nbformat")
    for make in (lesson_notebook, exercise_notebook, solution_notebook):
        nbformat.validate(make(specimen))


# When a notebook is built


def test_what_is_built_is_current_and_the_same_each_time(built: Path, tmp_path: Path) -> None:
    lessons = [first_lesson()]
    assert not list(build(lessons, built))
    list(build(lessons, tmp_path))
    for path in sorted(built.glob("*/*.ipynb")):
        assert path.read_text() == (tmp_path / path.relative_to(built)).read_text()


def test_an_exercise_is_not_executed_and_the_others_are(built: Path) -> None:
    counts = {
        path.parent.name: [cell["execution_count"] for cell in cells(load(path)) if cell["cell_type"] == "code"]
        for path in built.glob("*/*.ipynb")
    }
    assert set(counts["exercises"]) == {None}
    assert counts["notebooks"] == list(range(1, len(counts["notebooks"]) + 1))
    assert "version" not in load(next(built.glob("solutions/*.ipynb")))["metadata"]["language_info"]


@pytest.mark.parametrize(
    ("file", "old", "new", "kinds"),
    [
        ("lesson.md", "# 01 One", "# 01 Only one", {"notebooks"}),
        ("checks.py", "import struct", "import struct  # to make blocks", {"solutions"}),
        ("exercise.md", "## 01.1 Play", "## 01.1 Be", {"exercises", "solutions"}),
        ("exercise.md", "**Answers.**", "**All answers.**", {"solutions"}),
    ],
)
def test_a_change_makes_stale_what_depends_on_it(
    file: str, old: str, new: str, kinds: set[str], built: Path, tmp_path: Path
) -> None:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    shutil.copytree(lessons_folder() / "data", tmp_path / "lessons" / "data")
    folder = Path(shutil.copytree(first_lesson().folder, tmp_path / "lessons" / first_lesson().name))
    assert not list(stale([read_lesson(folder)], tmp_path))
    path = folder / file
    path.write_text(path.read_text().replace(old, new, 1))
    assert {found.parent.name for found in stale([read_lesson(folder)], tmp_path)} == kinds


def test_the_committed_notebooks_are_current() -> None:
    assert not [f"{path}: run python -m maif_course.building" for path in stale(read_lessons(), ROOT)]


def test_committed_notebooks_are_small_and_have_few_plots() -> None:
    for path in ROOT.glob("notebooks/*.ipynb"):
        assert path.stat().st_size <= MOST_BYTES
        outputs = [output for cell in cells(load(path)) for output in cell.get("outputs", ())]
        assert sum("image/png" in output.get("data", ()) for output in outputs) <= MOST_PLOTS


def test_a_cell_that_fails_stops_the_build_with_its_line(lessons: Path) -> None:
    path = lessons / "07_windows" / "lesson.md"
    path.write_text(path.read_text().replace("max(departures)", "max(departure)"))
    line = path.read_text().splitlines().index("max(departure)") + 1
    with pytest.raises(LessonError, match=rf"lesson\.md:{line}: a cell fails"):
        list(build([read_lesson(lessons / "07_windows")], lessons.parent))


def test_the_command_names_what_is_wrong_and_fails(lessons: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--source", str(lessons), "--check"]) == 1
    assert "exercise.md:1: a lesson has 3 to 5 core tasks, this one 1" in capsys.readouterr().err


# nbval and nbgrader
