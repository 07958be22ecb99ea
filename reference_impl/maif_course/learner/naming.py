"""How people write the name of a lesson, a task, a check or a notebook, and which one they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from maif_course.errors import UnknownNameError

_IDS = re.compile(
    r"(?:lesson|task|check|t|l)?[\s._-]*"
    r"(\d{1,3})"
    r"(?:[\s.,:_-]+(\d{1,3})(?:[\s.,:_-]+([a-z][\w-]*))?)?[\s.]*",
    re.IGNORECASE,
)
_IN_A_PATH = re.compile(r"(\d\d)_\w+")


@dataclass(frozen=True, slots=True)
class Name:
    """What was asked for: a lesson "01", or one of its tasks "3", or one of that task's checks "closed"."""

    lesson: str
    task: str = ""
    check: str = ""

    @property
    def task_id(self) -> str:
        """Lesson and task: "01.3"."""
        return f"{self.lesson}.{self.task}"

    @property
    def check_id(self) -> str:
        """Lesson, task and check: "01.3.closed"."""
        return f"{self.task_id}.{self.check}"


def parse_name(text: str) -> Name:
    """Return what a name means, however it is written; raise `UnknownNameError` where that cannot be told.

    >>> parse_name("1.3") == parse_name("01.3") == parse_name("t01-3") == parse_name("Task 1.3")
    True
    >>> parse_name("1.3.Closed").check_id, parse_name("07_windows/07_exercise.ipynb").lesson
    ('01.3.closed', '07')
    """
    if found := _IDS.fullmatch(text.strip().strip("\"'`")):
        lesson, task, check = found.groups(default="")
        return Name(str(int(lesson)).zfill(2), str(int(task)) if task else "", check.lower())
    for part in reversed(PurePath(text.strip()).parts):
        if found := _IN_A_PATH.match(part):
            return Name(found[1])
    raise UnknownNameError(
        f"{text!r} names nothing: a lesson is called like 07, a task like 07.3, a check like 07.3.late"
    )
