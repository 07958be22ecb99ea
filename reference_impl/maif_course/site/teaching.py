"""What a page for teachers lists from the course itself: weeks, and the mistakes that checks know by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from maif_course.checks import Check
from maif_course.lesson import Lesson
from maif_course.site.syllabus import course

MOST = 3  # mistakes that are listed of a check
_WEEKS = re.compile(r"<!-- weeks (\d+) (\d\d)-(\d\d) -->")
_MISTAKES = "<!-- mistakes -->"


def filled_in(markdown: str, root: str) -> str:
    """Return a page with its weeks and mistakes in the place of their marks."""
    markdown = _WEEKS.sub(lambda found: weeks(int(found[1]), found[2], found[3], root), markdown)
    return markdown.replace(_MISTAKES, mistakes(root)) if _MISTAKES in markdown else markdown


def weeks(count: int, first: str, last: str, root: str) -> str:
    """Return a table that spreads these lessons over so many weeks, none of which is longer than it must be."""
    lessons = [lesson for lesson in course() if first <= lesson.number <= last]
    head = ["| week | lessons | read | solve | extra tasks |", "| --- | --- | --- | --- | --- |"]
    rows = []
    for number, part in enumerate(spread(lessons, count), start=1):
        names = ", ".join(f"[{one.number} {one.title}]({root}lessons/{one.name}.md)" for one in part)
        times = [sum(minutes) for minutes in zip(*(one.minutes for one in part), strict=True)]
        rows.append(f"| {number} | {names} | {' | '.join(f'{time} min' if time else '' for time in times)} |")
    return "\n".join([*head, *rows])


def spread(lessons: Sequence[Lesson], count: int) -> list[Sequence[Lesson]]:
    """Return the lessons in so many parts, in order; the longest part is as short as it can be."""
    costs = [lesson.minutes.reading + lesson.minutes.tasks for lesson in lessons]
    bounds = sorted({sum(costs[start:end]) for start in range(len(costs)) for end in range(start + 1, len(costs) + 1)})
    for bound in bounds:
        parts = list(_parts(lessons, costs, bound))
        if bound >= max(costs, default=0) and len(parts) <= count:
            return parts
    return [lessons]


def _parts(lessons: Sequence[Lesson], costs: Sequence[int], bound: int) -> Iterator[Sequence[Lesson]]:
    ends, start = list(accumulate(costs, initial=0)), 0
    while start < len(lessons):
        end = start + 1
        while end < len(lessons) and ends[end + 1] - ends[start] <= bound:
            end += 1
        yield lessons[start:end]
        start = end


def mistakes(root: str) -> str:
    """Return, lesson by lesson and task by task, the mistakes that checks name, in what their students read."""
    return "\n\n".join(part for lesson in course() for part in _of_lesson(lesson, root))


def _of_lesson(lesson: Lesson, root: str) -> Iterator[str]:
    reading, tasks, _ = lesson.minutes
    yield f"## [{lesson.number} {lesson.title}]({root}lessons/{lesson.name}.md)"
    yield f"{lesson.question} About {reading} minutes to read, {tasks} to solve."
    for task in lesson.tasks:
        rows = [f"| `{check.id}` | {_cell(text)} |" for check in task.checks for text in _texts(check)]
        if rows:
            extra = ", extra" if task.extra else ""
            summary = f"{task.id} {task.title} (about {task.minutes} minutes{extra})"
            table = "\n".join(["| check | what whoever made the mistake reads |", "| --- | --- |", *rows])
            yield f'<details markdown="1">\n<summary>{summary}</summary>\n\n{table}\n\n</details>'


def _texts(check: Check) -> list[str]:
    return [text for text, _ in check.causes.values()][:MOST]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
