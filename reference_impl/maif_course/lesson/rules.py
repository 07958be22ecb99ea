"""The rules of a lesson that a machine can check, apart from those of prose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from maif_course.code import parsed
from maif_course.curriculum import home
from maif_course.errors import LessonError
from maif_course.lesson.answers import Answer, region
from maif_course.lesson.markdown import Cell
from maif_course.lesson.model import FORMS, NEEDS, Lesson, Task
from maif_course.lesson.prose import prose_problems

CORE_TASKS = range(3, 6)
SOLUTION_LINES = 20
WRONG_ANSWERS, RIGHT_ANSWERS = 3, 2
ENGINE_CAUSES = ("undefined", "unwritten", "raised", "runaway", "endless", "shape", "unknown")
"""Causes that any check can name; it does not declare them."""


def problems(lesson: Lesson) -> Iterator[LessonError]:
    """Yield all that is wrong with a lesson, each with file and line."""
    yield from _ids(lesson)
    yield from _later_pieces(lesson)
    yield from _lesson_of_checks(lesson)
    for task in lesson.tasks:
        yield from _task(task)
    yield from _mixture(lesson)
    yield from prose_problems(lesson)


def _ids(lesson: Lesson) -> Iterator[LessonError]:
    for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
        seen: set[str] = set()
        for cell in cells:
            if cell.id and cell.id in seen:
                yield LessonError(f"two cells have the id {cell.id!r}", lesson.folder / name, cell.line)
            seen.add(cell.id)
    for cell in lesson.exercise:
        if cell.kind == "code" and not (cell.id and set(cell.tags) & {"given", "piece", "check"}):
            what = "a cell of an exercise needs an :id: and one of the tags given, piece, check"
            yield LessonError(what, lesson.folder / "exercise.md", cell.line)


def _later_pieces(lesson: Lesson) -> Iterator[LessonError]:
    own = {name for task in lesson.tasks for name in task.piece.builds}
    for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
        for cell in cells:
            path = lesson.folder / name
            for imported, line in imports(cell, path):
                if home(imported) > lesson.number:
                    yield LessonError(f"{imported} is built in lesson {home(imported)}, later than this", path, line)
                if name == "exercise.md" and imported in own:
                    yield LessonError(f"{imported} is what this exercise builds: it may not be imported", path, line)


def imports(cell: Cell, path: Path) -> Iterator[tuple[str, int]]:
    """Yield the dotted names that a code cell imports, with their lines in the file."""
    if cell.kind != "code":
        return
    try:
        tree = parsed(cell.source)
    except SyntaxError as error:
        raise LessonError(f"this is no Python: {error.msg}", path, cell.line + (error.lineno or 1) - 1) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, cell.line + node.lineno - 1) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", cell.line + node.lineno - 1) for alias in node.names)


def _lesson_of_checks(lesson: Lesson) -> Iterator[LessonError]:
    tasks = {task.id for task in lesson.tasks}
    for check in lesson.checks.values():
        if check.task not in tasks:
            yield LessonError(f"the check {check.id} belongs to no task", check.path, check.line)


def _task(task: Task) -> Iterator[LessonError]:
    def missing(what: str) -> LessonError:
        return LessonError(f"task {task.id} {what}", task.path, task.line)

    if not task.checks:
        yield missing("has no check")
    if len(task.wrong) < WRONG_ANSWERS:
        yield missing(f"needs {WRONG_ANSWERS} wrong answers, and has {len(task.wrong)}")
    if len(task.right) < RIGHT_ANSWERS:
        yield missing(f"needs {RIGHT_ANSWERS} right answers, and has {len(task.right)}")
    if not task.minutes:
        yield missing("does not say how long it takes: write ':minutes: 15' below ':tags: [piece]'")
    if task.form not in FORMS:
        yield LessonError(f"unknown :form: {task.form!r}; known are {', '.join(FORMS)}", task.path, task.piece.line)
    for need in set(task.needs) - set(NEEDS):
        yield LessonError(f"unknown :needs: {need!r}; known are {', '.join(NEEDS)}", task.path, task.piece.line)
    solution = region(task.piece.source, task.path, task.piece.line).solution
    if sum(1 for line in solution if line.strip()) > SOLUTION_LINES:
        yield missing(f"has a solution of {len(solution)} lines; at most {SOLUTION_LINES} are allowed")
    yield from _checks(task)
    yield from _wrong_answers(task)
    yield from _order_of_wrong_answers(task)


def _wrong_answers(task: Task) -> Iterator[LessonError]:
    known = {check.id: (*check.causes, *ENGINE_CAUSES, None) for check in task.checks}
    for answer in task.wrong:
        if not answer.fails:
            yield _at(answer, "fails no check; a wrong answer fails one or more")
        for check, cause in answer.fails.items():
            if check not in known:
                yield _at(answer, f"fails {check!r}, which is no check of {task.id}: {', '.join(known)}")
            elif cause not in known[check]:
                declared = ", ".join(str(each) for each in known[check] if each)
                yield _at(answer, f"shows {cause!r}, which is no cause of {check}: {declared}")


def _order_of_wrong_answers(task: Task) -> Iterator[LessonError]:
    causes = [(check.id, cause) for check in task.checks for cause in (*check.causes, *ENGINE_CAUSES, None)]
    place = {cause: number for number, cause in enumerate(causes)}
    ranked = [(min(place.get(shown, len(causes)) for shown in a.fails.items()), a) for a in task.wrong if a.fails]
    for (first, before), (second, answer) in pairwise(ranked):
        if first > second:
            yield _at(answer, f"stands behind {before.name!r}, whose cause comes later in checks.py")


def _at(answer: Answer, what: str) -> LessonError:
    return LessonError(f"{answer.name!r} {what}", answer.path, answer.line)


def _checks(task: Task) -> Iterator[LessonError]:
    shown = {(cause, check) for answer in task.wrong for check, cause in answer.fails.items()}
    placed = {cell.id for cell in task.cells if "check" in cell.tags}
    for cell_id in placed - {check.cell_id for check in task.checks}:
        yield LessonError(f"there is no check for the cell {cell_id!r}", task.path, task.line)
    for check in task.checks:
        if task.stretch and (check.hints or check.points):
            yield LessonError(f"{check.id} is of a stretch task: hints=(), points=0", check.path, check.line)
        if not task.stretch and (len(check.hints) != 3 or not check.hints[0].rstrip().endswith("?")):
            yield LessonError(f"{check.id} needs three hints, the first a question", check.path, check.line)
        if not check.title.isascii():
            yield LessonError(
                f"the title of {check.id} must be ASCII: it is printed everywhere", check.path, check.line
            )
        if not check.causes:
            yield LessonError(f"{check.id} names no cause", check.path, check.line)
        for cause in check.causes:
            if (cause, check.id) not in shown:
                yield LessonError(f"no wrong answer shows the cause {cause!r} of {check.id}", check.path, check.line)
        if check.id not in task.path.read_text(encoding="utf-8"):
            yield LessonError(
                f"the text of task {task.id} does not say that {check.id} is checked", task.path, task.line
            )


def _mixture(lesson: Lesson) -> Iterator[LessonError]:
    core = [task for task in lesson.tasks if not task.extra]
    path = lesson.folder / "exercise.md"
    if sum(task.stretch for task in lesson.tasks) > 1:
        yield LessonError("a lesson has at most one stretch task", path)
    if len(core) not in CORE_TASKS:
        yield LessonError(f"a lesson has 3 to 5 core tasks, this one {len(core)}", path)
    if sum(task.form == "write" for task in core) > 0.6 * len(core):
        yield LessonError("at most 60 % of the tasks may be to write a function", path)
    for (first, second), (_, third) in pairwise(pairwise(core)):
        if first.form == second.form == third.form:
            yield LessonError(f"three tasks running have the form {third.form!r}", path, third.line)
