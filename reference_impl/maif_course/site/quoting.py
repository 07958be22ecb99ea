"""What a page quotes of the course: a wrong answer with the lines that are its fault, and a task as it stands."""

from __future__ import annotations

import difflib

from maif_course.errors import UnknownNameError
from maif_course.lesson import Lesson, Task, read_lessons
from maif_course.site.live_tasks import practice
from maif_course.site.notebook_page import fenced, without_marks


def answer(task_id: str, name: str) -> str:
    """Return a wrong answer's code, in which the lines stand out that differ from the solution."""
    task = _task(task_id)
    for wrong in task.wrong:
        if wrong.name == name:
            ours, theirs = (without_marks(source).splitlines() for source in (task.solution, wrong.source))
            return fenced("\n".join(theirs), f'{{ .python hl_lines="{_changed(ours, theirs)}" }}')
    raise UnknownNameError(f"a page quotes the answer {name}: task {task_id} has no such")


def first_task(task_id: str) -> str:
    """Return what a task says, and a place in which a script lets one solve it."""
    task = _task(task_id)
    texts = [cell.source for cell in task.cells if cell.kind == "markdown"]
    said = "\n\n".join(texts).partition("\n")[2].strip()
    return f"{said}\n\n{practice(task)}"


def _task(task_id: str) -> Task:
    lesson: Lesson
    for lesson in read_lessons(numbers=[task_id[:2]]):
        return lesson.task(task_id)
    raise UnknownNameError(f"a page quotes task {task_id}: there is no lesson {task_id[:2]}")


def _changed(ours: list[str], theirs: list[str]) -> str:
    """Return the numbers of the lines of `theirs` that are not in `ours`, counted from 1.

    >>> _changed(["a", "b", "c"], ["a", "x", "c"])
    '2'
    """
    changes = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes()
    return " ".join(str(n + 1) for kind, _, _, first, last in changes if kind != "equal" for n in range(first, last))
