"""A class is graded: honest notebooks get what `maif-course check` gives them, and nobody pays for another."""

from __future__ import annotations

import html
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handing_in import BROKEN, FORGED, HONEST, Notebook, changed, solved, write
from hostile import DO_NO_HARM, EARN_NOTHING
from learners import run
from maif_course.building.notebooks import exercise_notebook
from maif_course.classroom.gradebook import Gradebook, Graded, read_gradebook
from maif_course.classroom.grading import Grader
from maif_course.classroom.isolation import why_not
from maif_course.classroom.judge import Judge
from maif_course.classroom.submissions import handed_in, submissions
from maif_course.learner.judging import judge_apart
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import read_notebook
from maif_course.learner.state import State
from maif_course.lesson import Lesson, read_lessons

LESSONS = read_lessons(numbers=["01", "07"])
FIRST, SEVENTH = LESSONS

if refused := why_not():  # pragma: no cover
    assert not os.environ.get("CI"), refused
    pytest.skip(f"students' code cannot be isolated here: {refused}", allow_module_level=True)


@dataclass(frozen=True)
class Class:
    """Submissions in a folder, and what each is worth; None where nothing can be graded."""

    folder: Path
    worth: Mapping[str, int | None]

    def grade(self, *options: str) -> Gradebook:
        """Grade all, from the folder above the submissions."""
        os.chdir(self.folder.parent)
        code, told = run("grade", str(self.folder), "--jobs", "2", *options)
        assert code == int(None in self.worth.values()), told
        return read_gradebook(Path("grades.json"))


def earned(book: Gradebook) -> dict[str, int | None]:
    return {one.student.id: None if one.problem else one.earned for one in book.graded}


def marks(book: Gradebook) -> list[dict[str, Any]]:
    """Return the book's results, without how long each took."""
    return [{**one.as_dict(), "seconds": {}} for one in book.graded]


def gives_the_check(path: Path, lesson: Lesson) -> int:
    """Return the points that `maif-course check` gives a notebook."""
    reading = Reading(lesson, read_notebook(path))
    return sum(
        found.result.earned for found in judge_apart(reading, list(lesson.checks.values()), State(), path.parent)
    )


class Making:
    """Makes a class: students with notebooks, and what each is worth."""

    def __init__(self, folder: Path) -> None:
        self.made = Class(folder, {})
        self._worth: dict[str, int | None] = {}

    def honest(self, lesson: Lesson, tasks: int, name: str) -> None:
        """Add a notebook with so many tasks solved, as a tool made it."""
        path = self._path(f"honest {lesson.number} {tasks} {name}")
        write(path, changed(solved(lesson, tasks), HONEST[name]))
        self._worth[path.parent.name] = gives_the_check(path, lesson)

    def notebook(self, name: str, notebook: Notebook, worth: int) -> None:
        """Add a notebook of this worth."""
        write(self._path(name), notebook)
        self._worth[name] = worth

    def broken(self, name: str) -> None:
        """Add a file that is no notebook."""
        path = self._path(f"broken {name}")
        path.parent.mkdir(parents=True)
        BROKEN[name](path)
        self._worth[path.parent.name] = None

    def done(self) -> Class:
        """Return the class."""
        return Class(self.made.folder, self._worth)

    def _path(self, student: str) -> Path:
        return self.made.folder / student.replace("/", "-") / "notebook.ipynb"


def with_cell(lesson: Lesson, source: str, piece: str = "") -> Notebook:
    """Return the solved notebook with a cell above all others, or with another piece in the place of one."""

    def change(notebook: Notebook) -> None:
        if piece:
            next(cell for cell in notebook["cells"] if cell["id"] == piece)["source"] = source
        else:
            own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "source": source}
            notebook["cells"].insert(0, own)

    return changed(solved(lesson), change)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class of lesson 01: some honest, some hostile, and every kind of broken file."""
    making = Making(tmp_path_factory.mktemp("class") / "submissions")
    for number, name in enumerate(HONEST):
        making.honest(FIRST, number % 5, name)
    for name in list(FORGED)[::2]:
        making.notebook(f"forged {name}", changed(exercise_notebook(FIRST), FORGED[name]), 0)
    for name in ("prints a flood", "says goodbye"):
        making.notebook(f"harm {name}", with_cell(FIRST, DO_NO_HARM[name]), 12)
    for name in BROKEN:
        making.broken(name)
    return making.done()


@pytest.fixture(scope="module", autouse=True)
def stay() -> Iterator[None]:
    """Come back to the folder of before."""
    before = Path.cwd()
    yield
    os.chdir(before)


@pytest.fixture(scope="module")
def book(small: Class) -> Gradebook:
    """That class, graded."""
    return small.grade("--csv", "marks.csv", "--html", "pages")


def test_each_gets_what_its_honest_parts_earn(small: Class, book: Gradebook) -> None:
    assert earned(book) == small.worth
    assert len(set(small.worth.values()) - {None}) > 3


def test_a_resumed_run_grades_what_is_left_and_gives_the_same(small: Class, book: Gradebook) -> None:
    command = [sys.executable, "-m", "maif_course.cli", "grade", str(small.folder), "--jobs", "2"]
    folder = small.folder.parent
    before = (folder / "grades.json").read_text(encoding="utf-8")
    (folder / "grades.json").unlink()
    running = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    part, deadline = folder / "grades.json.part", time.monotonic() + 60
    while not (part.exists() and part.read_text(encoding="utf-8").count('"problem": ""') >= 3):
        assert time.monotonic() < deadline
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    with open(part, "a", encoding="utf-8") as file:
        file.write('{"student": "half a li')
    os.chdir(folder)
    code, told = run("grade", str(small.folder), "--jobs", "2", "--resume")
    assert "notebooks graded before: kept" in told
    assert marks(read_gradebook(folder / "grades.json")) == marks(book)
    assert not part.exists()
    again, told = run("grade", str(small.folder), "--resume")
    assert (code, again) == (1, 1)
    assert f"{sum(worth is not None for worth in small.worth.values())} notebooks graded before: kept" in told
    assert [one["earned"] for one in json.loads(before)["graded"]] == [one.earned for one in book.graded]


def test_another_seed_gives_honest_answers_the_same(small: Class) -> None:
    some = list(small.worth)[:3]
    found = [one for one in submissions([small.folder]) if one.student.id in some]
    with Grader([FIRST], "another", jobs=2) as grader:
        other = Gradebook("", list(grader.grade(one for each in found for one in handed_in(each, [FIRST]))))
    assert earned(other) == {student: small.worth[student] for student in some}


def test_pages_of_feedback_hold_nothing_of_other_students(small: Class, book: Gradebook) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (small.folder.parent / "pages").iterdir()}
    assert len(pages) == len(small.worth)
    for student in small.worth:
        own = [text for text in pages.values() if f"<h1>{html.escape(student)}</h1>" in text]
        assert len(own) == 1
        of_others = own[0].replace(html.escape(student), "")
        assert not [other for other in small.worth if html.escape(other) in of_others]


def test_the_table_has_a_row_a_student(small: Class, book: Gradebook) -> None:
    lines = (small.folder.parent / "marks.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "student,name,01.1,01.2,01.3,01.4,01 of 12,total of 12,late,told"
    assert len(lines) == 1 + len(small.worth)
    assert "harm says goodbye,,2,5,3,2,12,12,," in lines


def test_a_judge_that_dies_costs_the_notebook_that_it_had(small: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Judge.verdicts

    def deadly(self: Judge, cells: Any, wanted: Any = None) -> Any:
        if any("raise SystemExit" in cell.source for cell in cells):
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(self, cells, wanted)

    monkeypatch.setattr(Judge, "verdicts", deadly)
    wanted = ("harm prints a flood", "harm says goodbye")
    two = [found for found in submissions([small.folder]) if found.student.id in wanted]
    handed = [one for found in two for one in handed_in(found, LESSONS)]
    with Grader(LESSONS, "secret") as grader:
        found: list[Graded] = sorted(grader.grade(handed), key=lambda one: one.student)
    assert [(one.earned, bool(one.problem)) for one in found] == [(12, False), (0, True)]
    assert "could not be graded" in found[1].problem


@pytest.mark.faults
def test_a_class_of_more_than_a_hundred(tmp_path: Path) -> None:
    making = Making(tmp_path / "submissions")
    for name in HONEST:
        for tasks in range(5):
            making.honest(FIRST, tasks, name)
        for tasks in (0, 2, 4):
            making.honest(SEVENTH, tasks, name)
    for name, change in FORGED.items():
        making.notebook(f"forged {name}", changed(exercise_notebook(FIRST), change), 0)
    for name, source in DO_NO_HARM.items():
        making.notebook(f"harm {name}", with_cell(FIRST, source), 12)
    for name in BROKEN:
        making.broken(name)
    task = SEVENTH.task("07.3")
    (held,) = [check.points for check in task.checks if check.id == "07.3.held"]
    others = sum(check.points for other in SEVENTH.tasks if other is not task for check in other.checks)
    for name, source in EARN_NOTHING.items():
        making.notebook(f"nothing {name}", with_cell(SEVENTH, source, task.piece.id), others)
    made = making.done()
    assert len(made.worth) > 100
    started = time.monotonic()
    found = earned(made.grade())
    print(f"{len(made.worth)} submissions in {time.monotonic() - started:.0f} s")
    for student, worth in made.worth.items():
        least, most = worth, worth
        if worth is not None and student.startswith("nothing"):
            most = worth + held  # `held` asks for one window only
        if "patches" in student:
            least = 0  # whoever breaks the engine in their own process pays for it there
        assert found[student] == worth or (found[student] in range(least or 0, (most or 0) + 1)), student
