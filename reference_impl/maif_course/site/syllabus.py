"""The course at a glance: its lessons with their questions and minutes, and the way from one page to the next."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from importlib import import_module

from maif_course.lesson import Lesson, read_lessons
from maif_course.lesson.markdown import front_matter
from maif_course.milestones import MILESTONES
from maif_course.site.system import parts_of

_NUMBER = re.compile(r"\{(\d\d)\}")


@functools.cache
def course() -> Sequence[Lesson]:
    """Return the lessons that there are."""
    return tuple(read_lessons())


def way(lessons: Sequence[str]) -> list[str]:
    """Return the pages of lessons and exercises in the order in which a learner goes through them.

    >>> way(["01_generators", "02_chunks"])[:3]
    ['lessons/01_generators.md', 'exercises/01_generators.md', 'lessons/02_chunks.md']
    """
    return [f"{folder}/{name}.md" for name in lessons for folder in ("lessons", "exercises")]


def links(root: str) -> dict[str, str]:
    """Return the links to the pages of all lessons by their numbers, from a page from which `root` leads home."""
    return {lesson.number: f"{root}lessons/{lesson.name}.html" for lesson in course()}


def core_checks() -> dict[str, list[str]]:
    """Return the checks of each lesson's core tasks, by its number."""
    return {
        lesson.number: [check.id for task in lesson.tasks if not task.extra for check in task.checks]
        for lesson in course()
    }


def with_numbers(markdown: str, root: str) -> str:
    """Make a link of each number of a lesson in braces, such as {07}; a lesson that is not there yet is only named."""
    names = {lesson.number: lesson.name for lesson in course()}

    def link(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return f"[{found[1]}]({root}lessons/{name}.md)" if name else found[1]

    return _NUMBER.sub(link, markdown)


def table(root: str) -> str:
    """Return the table of all lessons, in Markdown."""
    head = ["| # | lesson | the question | you build | about |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(lesson, root) for lesson in course())])


def keywords(name: str) -> str:
    """Return the words under which somebody may look for a lesson, joined by commas."""
    (lesson,) = (lesson for lesson in course() if lesson.name == name)
    return front_matter(lesson.folder / "lesson.md").get("keywords", "")


def milestones() -> str:
    """Return the table of the programs that run on a learner's pieces, in Markdown, each in the words of its module."""
    rows = ["| after | the program |", "| --- | --- |"]
    for number, name in MILESTONES.items():
        said = (import_module(f"maif_course.milestones.{name}").__doc__ or "").split("\n\n")[0]
        about = said.partition(": ")[2]
        rows.append(f"| {{{number}}} | {about[:1].upper()}{about[1:]} |")
    return "\n".join(rows)


def hours() -> int:
    """Return about how many hours the course takes: reading, and the tasks that everybody solves."""
    return round(sum(lesson.minutes.reading + lesson.minutes.tasks for lesson in course()) / 60)


def _row(lesson: Lesson, root: str) -> str:
    reading, tasks, _ = lesson.minutes
    page, exercises = f"{root}lessons/{lesson.name}.md", f"{root}exercises/{lesson.name}.md"
    built = ", ".join(parts_of(lesson.number))
    time = f"{reading}&nbsp;+&nbsp;[{tasks}]({exercises})&nbsp;min"
    return f"| {lesson.number} | [{lesson.title}]({page}) | {lesson.question} | {built} | {time} |"
