"""Marks as Canvas, Moodle, nbgrader and a spreadsheet take them; and points that a person gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from maif_course.checks import Result
from maif_course.classroom.exports.choosing import exported
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.exports.sheet import Sheet
from maif_course.classroom.gradebook import ByHand, Gradebook, Graded, read_gradebook
from maif_course.classroom.rubric import read_rubric
from maif_course.classroom.submissions import Student
from maif_course.errors import CourseError, WorkspaceError
from maif_course.learner.judging import Verdict
from maif_course.lesson import read_lessons

LESSONS = read_lessons(numbers=["01", "07"])
FIRST, SEVENTH = LESSONS
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Streams 01 (71),Essay (72),Final Score
    Points Possible,,,,,12,10,(read only)
"Lovelace, Ada",411,u411,ada@example.org,S1,3.00,8.00,55
"Boole, George",7,u7,george@example.org,S1,4.00,,40
"Student, Test",9,,,S1,,,
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),\
Feedback comments
Participant 411,Ada Lovelace,ada@example.org,Submitted,,12.00,Yes,-,
Participant 7,George Boole,george@example.org,Submitted,3.00,12.00,No,-,good
Participant 8,Alan Turing,alan@example.org,No submission,,12.00,Yes,-,
"""


def graded(student: str, passing: int, problem: str = "", late: bool = False) -> Graded:
    """Return lesson 01 of a student who passes the first checks."""
    checks = list(FIRST.checks.values())
    whys = ["" if number < passing else "=1+1" for number, _ in enumerate(checks)]
    results = [Result(c.id, c.title, c.points, not why, why=why) for c, why in zip(checks, whys, strict=True)]
    verdicts = () if problem else tuple(map(Verdict, results))
    return Graded(Student(student), "01", "x.ipynb", "d", verdicts=verdicts, problem=problem, late=late)


BOOK = Gradebook("streams", [graded("411", 99), graded("7", 1, late=True), graded("bob", 0, "it is no JSON")])
MARKS = Marks.of(BOOK, LESSONS)


def export(
    tmp_path: Path, roster: str = "", kind: str = "plain", marks: Marks = MARKS, **titles: str
) -> tuple[Sheet, list[str]]:
    path = tmp_path / "roster.csv"
    path.write_text(roster, encoding="utf-8-sig")
    sheet, told = exported(marks, kind, path if roster else None, {name[1:]: title for name, title in titles.items()})
    columns, *rows = csv.reader(io.StringIO(sheet.text()), delimiter=sheet.delimiter)
    assert (columns, rows) == (list(sheet.columns), [list(row) for row in sheet.rows])
    return sheet, told


def test_a_plain_table_has_tasks_lessons_and_totals(tmp_path: Path) -> None:
    sheet, _ = export(tmp_path)
    assert sheet.columns == [
        "student",
        "name",
        "01.1",
        "01.2",
        "01.3",
        "01.4",
        "01 of 12",
        "total of 12",
        "late",
        "told",
    ]
    assert sheet.rows == [
        ["411", "", "2", "5", "3", "2", "12", "12", "", ""],
        ["7", "", "2", "0", "0", "0", "2", "2", "late", "late"],
        ["bob", "", "", "", "", "", "", "", "", "it is no JSON"],
    ]


def test_nothing_that_students_write_becomes_a_formula(tmp_path: Path) -> None:
    book = Gradebook("streams", [graded("=cmd|'/c calc'!A0", 1)])
    assert export(tmp_path, marks=Marks.of(book, LESSONS))[0].rows[0][0].startswith("'=")


def test_nbgraders_columns_are_its_own(tmp_path: Path) -> None:
    sheet, _ = export(tmp_path, kind="nbgrader")
    about = "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
    assert ",".join(sheet.columns) == f"{about}raw_score,late_submission_penalty,score,max_score"
    assert [(row[3], row[9], row[10]) for row in sheet.rows] == [
        ("411", "12.00", "12.00"), ("7", "2.00", "12.00"), ("bob", "0.00", "12.00"),
    ]  # fmt: skip


def test_canvas_gets_its_own_titles_its_points_row_and_the_old_score_where_nothing_was_graded(tmp_path: Path) -> None:
    sheet, told = export(tmp_path, CANVAS)
    assert sheet.text().splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Streams 01 (71)",
        "    Points Possible,,,,,12",
        '"Lovelace, Ada",411,u411,ada@example.org,S1,12.00',
        '"Boole, George",7,u7,george@example.org,S1,2.00',
        '"Student, Test",9,,,S1,',
    ]
    assert told == ["bob is not in the roster"]


def test_canvas_keeps_the_row_on_manual_posting_and_what_could_not_be_graded(tmp_path: Path) -> None:
    manual = CANVAS.replace("    Points", "    ,,,,,Manual Posting,,\n    Points", 1).replace("u7", "bob")
    book = Gradebook("streams", [graded("bob", 0, "it is no JSON")])
    sheet, _ = export(tmp_path, manual, marks=Marks.of(book, LESSONS))
    assert sheet.rows[0][-1] == "Manual Posting"
    assert [row[-1] for row in sheet.rows[2:]] == ["3.00", "4.00", ""]


def test_points_are_scaled_to_those_that_canvas_has_and_that_is_said(tmp_path: Path) -> None:
    sheet, told = export(tmp_path, CANVAS.replace("12,10", "100,10"))
    assert [row[-1] for row in sheet.rows[1:]] == ["100.00", "16.67", ""]
    assert told[0] == "lesson 01 has 12 points here and 100 in Canvas: they were scaled"


def test_no_title_is_made_up_for_canvas(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no assignment for lesson 01.*--column 01=.*Homework; Essay"):
        export(tmp_path, CANVAS.replace("Streams 01", "Homework"))
    with pytest.raises(CourseError, match="no assignment called 'Home'"):
        export(tmp_path, CANVAS, _01="Home")
    assert export(tmp_path, CANVAS.replace("Streams 01", "Homework"), _01="Homework")[0].columns[-1] == "Homework (71)"
    two = CANVAS.replace("Essay", "Lesson 1")
    with pytest.raises(CourseError, match="more than one assignment"):
        export(tmp_path, two)


@pytest.mark.parametrize("known_by", ["ada@example.org", "ada", "Ada Lovelace", "lovelaceada", "u411"])
def test_a_student_is_known_by_any_name_that_the_roster_has(tmp_path: Path, known_by: str) -> None:
    book = Gradebook("streams", [graded(known_by, 1)])
    sheet, told = export(tmp_path, CANVAS, marks=Marks.of(book, LESSONS))
    assert (sheet.rows[1][-1], told) == ("2.00", [])


def test_moodles_worksheet_is_filled_in_and_keeps_all_else(tmp_path: Path) -> None:
    sheet, told = export(tmp_path, WORKSHEET)
    ada, george, alan = sheet.rows
    assert list(sheet.columns) == WORKSHEET.splitlines()[0].split(",")
    assert (ada[0], ada[4], ada[8]) == ("Participant 411", "12.00", "Lesson 01: 12 of 12 points.")
    assert (george[4], george[8]) == ("3.00", "good")
    assert list(alan) == WORKSHEET.splitlines()[3].split(",")
    assert told == ["7: Moodle says that this grade cannot be changed; it was left", "bob is not in the roster"]


def test_moodles_import_by_address_names_nobody_whom_moodle_does_not_know(tmp_path: Path) -> None:
    people = (
        "First name;Last name;ID number;Email address\nAda;Lovelace;411;ada@example.org\nAlan;Turing;8;a@example.org\n"
    )
    sheet, told = export(tmp_path, people)
    assert sheet.columns == ["Email address", *(f"{task.id} {task.title}" for task in MARKS.tasks), "Feedback"]
    assert sheet.rows == [["ada@example.org", "2.00", "5.00", "3.00", "2.00", "Lesson 01: 12 of 12 points."]]
    assert told == ["7 is not in the roster", "bob is not in the roster"]


def test_what_is_no_roster_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no roster that is known here.*This one has name, mark"):
        export(tmp_path, "name,mark\nada,3\n")
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe,")
    with pytest.raises(WorkspaceError, match="no UTF-8"):
        exported(MARKS, "plain", tmp_path / "x.csv", {})
    with pytest.raises(CourseError, match="plain and nbgrader"):
        exported(MARKS, "excel", None, {})


def rubric(tmp_path: Path, text: str) -> list[ByHand]:
    (tmp_path / "rubric.csv").write_text(text, encoding="utf-8")
    return read_rubric(tmp_path / "rubric.csv", BOOK.students)


def test_points_by_hand_count_in_marks_and_in_what_there_is_to_earn(tmp_path: Path) -> None:
    given = rubric(tmp_path, "student,lesson,item,points,of,comment\n411,1,prose,2.5,3,clear\n7,,talk,1,2,\n")
    marks = Marks.of(Gradebook("streams", BOOK.graded, given), LESSONS)
    ada, george = (Student("411"), Student("7"))
    assert (marks.for_lesson(ada, FIRST), marks.possible(FIRST)) == (14.5, 15)
    assert (marks.total(george), marks.possible()) == (3, 17)
    marks.book.save(tmp_path / "grades.json")
    assert read_gradebook(tmp_path / "grades.json").by_hand == given


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("student,points\nada,3\n", "no column item"),
        ("student,item,points\nzoe,prose,3\n", r"row 2: nobody handed something in as 'zoe'"),
        ("student,item,points\n411,prose,many\n", r"row 2: points must be a number, not 'many'"),
        ("student,item,points\n411,prose,nan\n", "must be a number"),
        ("student,item,points\n411,prose,1\n411,prose,2\n", "twice"),
    ],
)
def test_a_rubric_that_is_wrong_says_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(WorkspaceError, match=told):
        rubric(tmp_path, text)
