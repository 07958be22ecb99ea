"""What the instructor reads of a class: misconceptions, slow tasks, who needs a word, and whose answers are alike."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from handing_in import changed, solved, write
from learners import run
from maif_course.checks import Result
from maif_course.classroom.class_report import class_report, failed_checks, needs_a_word, slowest_tasks
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.gradebook import ByHand, Gradebook, Graded
from maif_course.classroom.similar import similar
from maif_course.classroom.submissions import Student
from maif_course.learner.judging import Verdict
from maif_course.learner.reading import LearnerCell
from maif_course.lesson import read_lessons
from maif_course.proving.matrix import Row, results

LESSONS = read_lessons(numbers=["01", "07"])
FIRST, SEVENTH = LESSONS
TASK = FIRST.task("01.2")


def graded(student: str, source: str, seconds: float = 0.1, marks: tuple[str, ...] = ()) -> Graded:
    """Return lesson 01 of a student, with this piece in the place of `walk`, and the other tasks solved."""
    own = {found.check: found for found in results(Row(FIRST, TASK, "wrong", "x", source), None)}
    every = [own.get(c.id) or Result(c.id, c.title, c.points, True) for c in FIRST.checks.values()]
    took = {"01.2.ends": seconds}
    return Graded(Student(student), "01", "x", "d", verdicts=tuple(map(Verdict, every)), marks=marks, seconds=took)


@pytest.fixture(scope="module")
def book() -> Gradebook:
    trusting = next(answer.source for answer in TASK.wrong if answer.name == "walk_trusts_size")
    students = [graded(f"t{number}", trusting) for number in range(3)]
    students += [graded("ada", TASK.solution, seconds=31.0), graded("bob", TASK.stub, marks=("line 1: imports gc",))]
    broken = Graded(Student("eve"), "01", "x", "", problem="it is no JSON")
    return Gradebook("streams", [*students, broken], [ByHand("ada", "prose", 2, 3, "Clear, but **long**", "01")])


def test_checks_come_with_the_misconceptions_that_made_them_fail(book: Gradebook) -> None:
    first = failed_checks(book, FIRST)[0]
    assert (first.check.id, first.count, first.graded) == ("01.2.ends", 4, 5)
    causes = {cause: count for cause, count, _ in first.causes}
    assert causes["unwritten"] == 1
    (cause,) = set(causes) - {"unwritten"}
    assert causes[cause] == 3
    assert re.sub("[`&].*", "", first.check.causes[cause][0]) in class_report(book, LESSONS)


def test_who_needs_a_word_and_what_was_slow(book: Gradebook) -> None:
    marks = Marks.of(Gradebook("streams", [*book.graded, Graded(Student("zoe"), "07", "x", "d")]), LESSONS)
    told = [(student.id, reason) for student, reason in needs_a_word(marks)]
    assert ("eve", "it is no JSON") in told
    assert ("bob", "lesson 01: the source has a place to look at. line 1: imports gc") in told
    assert ("zoe", f"lesson 07: 0 of {marks.possible(SEVENTH):g} points") in told
    assert ("ada", "lesson 07 was not handed in") in told
    assert [(task, most) for task, _, _, most in slowest_tasks(book, FIRST)] == [("01.2", 31.0)]


def test_a_report_of_a_class_in_which_nothing_went_wrong_says_so() -> None:
    text = class_report(Gradebook("streams", [graded("ada", TASK.solution)]), LESSONS)
    assert "passed every check" in text
    assert "Nobody, as far as marks can tell" in text


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def test_the_commands_write_pages_that_need_nothing_else(book: Gradebook, folder: Path) -> None:
    book.save(Path("grades.json"))
    assert run("class-report")[0] == run("feedback")[0] == 0
    pages = [Path("class-report.html"), *Path("feedback").iterdir()]
    assert len(pages) == 7
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href)=|@import|url\(", text)
    ada = Path("feedback/ada.html").read_text(encoding="utf-8")
    assert "Clear, but **long**" in ada
    assert "imports gc" not in Path("feedback/bob.html").read_text(encoding="utf-8")
    code, told = run("class-report", "nowhere.json")
    assert (code, "nowhere.json is not there" in told) == (1, True)


def cells(source: str) -> Sequence[LearnerCell]:
    notebook = changed(
        solved(FIRST, 1),
        lambda made: [cell.update(source=source) for cell in made["cells"] if cell["id"] == TASK.piece.id],
    )
    return [LearnerCell(cell["id"], cell["source"], cell["cell_type"]) for cell in notebook["cells"]]


def test_copies_are_found_under_other_names_and_the_usual_solution_is_no_copy() -> None:
    odd = """
def walk(buffer, *, any_type=False):
    stack = [(0, len(buffer), lambda place: place)]
    while stack:
        start, left, shown = stack.pop(-1)
        if left < HEADER_SIZE or not (HEADER_SIZE <= read_header(buffer, start)[0] <= left):
            break
        size, kind = tuple(read_header(buffer, start))
        if {kind} - KNOWN_TYPES and any_type is not True:
            break
        yield (shown(start), size)
        stack.extend([(start + size, left - size, shown)] * 1)
"""
    copied = re.sub(r"\bstack\b", "todo", re.sub(r"\bstart\b", "here", odd)).replace("break", "break  # ends")
    usual = {Student(f"s{number}"): cells(TASK.solution) for number in range(8)}
    pairs = similar(FIRST, {Student("ada"): cells(odd), Student("bob"): cells(copied), **usual})
    assert [(pair.first.id, pair.second.id) for pair in pairs] == [("ada", "bob")]
    assert pairs[0].share > 0.9
    assert similar(FIRST, usual) == []


HELPER = """
def helper(a, b):
    table = {}
    for i in range(a):
        table[i, b] = [k ** i for k in (b, i, a)]
    while len(table) > 3 and sum(map(len, table.values())) < a * b:
        table.popitem()
    return table
"""


def test_the_command_names_pairs_and_shows_them_side_by_side(folder: Path) -> None:
    def own(notebook: dict[str, Any]) -> None:
        notebook["cells"].append({"cell_type": "code", "id": "o", "metadata": {}, "source": HELPER})

    for student in ("ada", "bob"):
        write(folder / "s" / student / "01_exercise.ipynb", changed(solved(FIRST), own))
    for number in range(5):
        write(folder / "s" / f"s{number}" / "01_exercise.ipynb", solved(FIRST))
    code, told = run("similar", "s", "--html", "pairs.html")
    assert code == 0
    assert [line.split()[-2:] for line in told.splitlines() if line.startswith("01")] == [["ada,", "bob"]]
    assert Path("pairs.html").read_text(encoding="utf-8").count("table.popitem()") == 2
