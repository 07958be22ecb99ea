"""Errors that the course's tools raise on purpose: each says what was found, where, and what to do."""

from __future__ import annotations

import os


class CourseError(Exception):
    """The base of every error that `maif_course` raises on purpose. A notebook shows its text, and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class LessonError(CourseError):
    """A lesson's source breaks a rule.

    >>> print(LessonError("two cells have the id 't01-2'", "lessons/01_generators/exercise.md", 40))
    lessons/01_generators/exercise.md:40: two cells have the id 't01-2'
    """

    def __init__(self, what: str, path: str | os.PathLike[str], line: int = 1) -> None:
        super().__init__(f"{os.fspath(path)}:{line}: {what}")
        self.what, self.path, self.line = what, os.fspath(path), line


class UnknownNameError(CourseError, LookupError):
    """There is no lesson, task or check of this name."""


class WorkspaceError(CourseError):
    """A learner's folder or notebook cannot be used as it is."""


class SandboxError(CourseError):
    """Code that ran apart, under limits, did not come to its end."""
