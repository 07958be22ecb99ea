"""For an instructor: handing out, grading, handing back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence, Sized
from pathlib import Path
from typing import Annotated

import typer

from maif_course.classroom.becoming import become
from maif_course.classroom.class_report import class_report as class_report_page
from maif_course.classroom.exports.choosing import exported
from maif_course.classroom.exports.marks import Marks
from maif_course.classroom.feedback import write_feedback
from maif_course.classroom.for_gradescope import write_autograder
from maif_course.classroom.for_nbgrader import release_for_nbgrader
from maif_course.classroom.gradebook import Gradebook, Graded, read_gradebook
from maif_course.classroom.grading import Grader, processors
from maif_course.classroom.isolation import require_isolation
from maif_course.classroom.journal import Journal
from maif_course.classroom.release import release as release_plain
from maif_course.classroom.rubric import read_rubric
from maif_course.classroom.settings import NAME, settings_of
from maif_course.classroom.similar import similar as similar_pairs
from maif_course.classroom.similar import similar_page
from maif_course.classroom.submissions import HandedIn, Student, handed_in, read, submissions
from maif_course.cli.app import TEACH, app
from maif_course.cli.counter import counter
from maif_course.cli.printing import complain, say
from maif_course.errors import CourseError, UnknownNameError
from maif_course.learner.keeping import put_anew, require_file, require_folder
from maif_course.learner.naming import parse_name
from maif_course.learner.reading import LearnerCell
from maif_course.lesson import Lesson, read_lessons

Handed = Annotated[list[Path], typer.Argument(metavar="SUBMISSIONS", help="Folders, or zips of Moodle or Canvas.")]
Grades = Annotated[Path, typer.Argument(metavar="[GRADES]", help="The file that `grade` wrote.")]
Only = Annotated[list[str] | None, typer.Option("--lesson", help="Only this lesson; may be given again.")]
Seed = Annotated[str, typer.Option("--seed", help=f"What the drawn cases are drawn by; {NAME} remembers it.")]
GRADES = Path("grades.json")


@app.command(rich_help_panel=TEACH)
def release(
    lessons: Annotated[list[str], typer.Argument(metavar="LESSONS", help="Numbers of lessons, as 01 02.")],
    to: Annotated[Path, typer.Option("--to", help="The folder to write.")],
    course: Annotated[str, typer.Option("--course", help=f"What the course is called; {NAME} remembers it.")] = "",
    seed: Seed = "",
    nbgrader: Annotated[bool, typer.Option("--nbgrader", help="Make a course folder for nbgrader's commands.")] = False,
    gradescope: Annotated[bool, typer.Option("--gradescope", help="Make an autograder's zip for each lesson.")] = False,
) -> None:
    """Write what students get of some lessons: exercises without solutions, lessons to read, data."""
    if nbgrader and gradescope:
        raise typer.BadParameter("say --nbgrader or --gradescope: each makes a folder of its own")
    chosen, settings = _lessons(lessons), settings_of(Path(), course, seed)
    if gradescope:
        for lesson in chosen:
            path = to / f"{lesson.name}_autograder.zip"
            write_autograder(path, lesson, settings.seed)
            say(f"wrote {path}: upload it as the autograder, with a base image that has Python 3.11")
    elif nbgrader:
        changed = release_for_nbgrader(chosen, to, settings.course, settings.seed)
        say(f"{to}: {_count(chosen, 'lesson')}, {_count(changed, 'file')} new or changed. In this folder:")
        say("\n".join(f"  nbgrader generate_assignment {lesson.name}" for lesson in chosen))
    else:
        changed = release_plain(chosen, to, settings.course)
        say(f"{to}: {_count(chosen, 'lesson')}, {_count(changed, 'file')} new or changed. Hand out this folder")
    say(f"{NAME} keeps the seed of the drawn cases: keep it here, and keep it from students")


@app.command(rich_help_panel=TEACH)
def grade(
    handed: Handed,
    lesson: Only = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many notebooks run at a time.")] = processors(),
    json: Annotated[Path, typer.Option("--json", help="Where the grades are kept.")] = GRADES,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a table of marks.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page of feedback a student.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Keep what was graded before and is the same.")] = False,
    roster: Annotated[Path | None, typer.Option("--roster", help="What Canvas or Moodle exported, to fill in.")] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="A lesson's assignment on Canvas: 01='Homework 1'.")
    ] = None,
    kind: Annotated[str, typer.Option("--csv-for", help="Without a roster: plain or nbgrader.")] = "plain",
    rubric: Annotated[Path | None, typer.Option("--rubric", help="A table of points given by hand.")] = None,
    without_isolation: Annotated[
        bool, typer.Option("--without-isolation", help="Run students' code as yourself, on your system.")
    ] = False,
    user: Annotated[str, typer.Option("--as", help="As root: become this user, without rights, first.")] = "",
    seed: Seed = "",
) -> None:
    """Grade notebooks: every check of every student, each notebook by itself, without network and other files.

    Exits with 0 if each could be graded; with 1 if some could not, which are named.
    """
    titles = _titles(column or [])
    if user:
        become(user)
    if not without_isolation:
        require_isolation()
    chosen, settings = _lessons(lesson or []), settings_of(Path(), seed=seed)
    found = [one for submission in submissions(handed) for one in handed_in(submission, chosen)]
    if not found:
        raise CourseError(f"nobody handed anything in: {', '.join(map(str, handed))} is empty")
    # What is wrong with what is to be written is said now, and not when a whole class has been graded.
    for path in filter(None, (json, csv)):
        require_file(path)
    if html is not None:
        require_folder(html)
    by_hand = [] if rubric is None else read_rubric(rubric, {one.student: None for one in found})
    if csv is not None:
        exported(Marks.of(Gradebook(settings.course, []), read_lessons()), kind, roster, titles)
    grader = Grader(chosen, settings.seed, jobs, not without_isolation)
    journal = Journal(json, grader.fingerprints)
    graded = _graded(found, grader, journal, journal.known(found) if resume else {})
    book = Gradebook(settings.course, graded, by_hand)
    book.save(json)
    journal.end()
    say(f"wrote {json}")
    if csv is not None:
        sheet, told = exported(Marks.of(book, read_lessons()), kind, roster, titles)
        for line in told:
            complain(line)
        put_anew(csv, sheet.text())
        say(f"wrote {csv}, {_count(sheet.rows, 'row')}")
    if html is not None:
        say(f"wrote {_count(write_feedback(book, read_lessons(), html), 'page')} to {html}")
    raise typer.Exit(int(any(one.problem for one in graded)))


def _graded(
    found: Sequence[HandedIn], grader: Grader, journal: Journal, known: Mapping[HandedIn, Graded]
) -> list[Graded]:
    """Grade what is not known yet, and return all of it in an order that does not depend on how long anything took."""
    journal.begin(known.values())
    done = list(known.values())
    if known:
        say(f"{_count(known, 'notebook')} graded before: kept", to=sys.stderr)
    with grader, counter(len(found)) as count:
        for one in known.values():
            count(one)
        for one in grader.grade(one for one in found if one not in known):
            journal.add(one)
            count(one)
            done.append(one)
    return sorted(done, key=lambda one: (one.student.id, one.lesson, one.notebook))


@app.command(rich_help_panel=TEACH)
def feedback(
    grades: Grades = GRADES,
    to: Annotated[Path, typer.Option("--to", help="The folder to write.")] = Path("feedback"),
) -> None:
    """Write one page a student: each check, what it saw, what a person wrote; nothing of anybody else."""
    written = write_feedback(read_gradebook(grades), read_lessons(), to)
    say(f"wrote {_count(written, 'page')} to {to}")


@app.command("class-report", rich_help_panel=TEACH)
def class_report(
    grades: Grades = GRADES,
    to: Annotated[Path, typer.Option("--to", help="The page to write.")] = Path("class-report.html"),
) -> None:
    """Write what the class did not understand: who failed which check, on which misconception, and who needs a word."""
    put_anew(to, class_report_page(read_gradebook(grades), read_lessons()))
    say(f"wrote {to}")


@app.command(rich_help_panel=TEACH)
def similar(
    handed: Handed,
    lesson: Only = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with each pair side by side.")] = None,
) -> None:
    """List pairs of answers that are alike in a way that few others are: hints for a person, never a verdict."""
    chosen = _lessons(lesson or [])
    cells: dict[str, dict[Student, Sequence[LearnerCell]]] = {one.number: {} for one in chosen}
    for one in (one for submission in submissions(handed) for one in handed_in(submission, chosen)):
        if one.file and not one.problem:
            cells[one.lesson][one.student] = read(one.file).cells
    pairs = [pair for one in chosen for pair in similar_pairs(one, cells[one.number])]
    for pair in pairs:
        say(f"{pair.lesson}  {pair.share:4.0%}  {pair.shared:5} rare runs  {pair.first}, {pair.second}")
    if not pairs:
        say("no two answers are alike in a way that others are not")
    if html is not None:
        put_anew(html, similar_page(pairs, chosen, cells))
        say(f"wrote {html}")


def _lessons(names: Sequence[str]) -> list[Lesson]:
    """Return the lessons of these names, or all; raise `UnknownNameError` where there is none."""
    lessons, wanted = read_lessons(), [parse_name(name).lesson for name in names]
    known = [lesson.number for lesson in lessons]
    if missing := [number for number in wanted if number not in known]:
        raise UnknownNameError(f"there is no lesson {', '.join(missing)}; the course has {', '.join(known)}")
    return [lesson for lesson in lessons if not wanted or lesson.number in wanted]


def _titles(columns: Sequence[str]) -> dict[str, str]:
    """Return which assignment on Canvas is which lesson's, by its number."""
    pairs = [column.partition("=") for column in columns]
    if wrong := [column for column, (_, equals, title) in zip(columns, pairs, strict=True) if not (equals and title)]:
        raise typer.BadParameter(f"--column is written 01='Homework 1', not {wrong[0]!r}")
    return {parse_name(lesson).lesson: title for lesson, _, title in pairs}


def _count(things: Sized, word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"
