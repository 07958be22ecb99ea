"""`watch`: the task at which the learner is, checked at each save, and keys."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from maif.clock import SYSTEM_CLOCK, Clock
from maif_course.cli.printing import Tally, by_task, complain, say, show
from maif_course.cli.steps import reference, source_in_the_library, where
from maif_course.errors import CourseError
from maif_course.learner.hints import find_check, next_hint
from maif_course.learner.workspace import Asked, Workspace
from maif_course.lesson import Lesson, Task

POLL = 0.25  # seconds between two looks at notebooks and keys
KEYS = "h hint   n next task   r the library's code of what you passed   q quit"


@dataclass
class Watch:
    """One run of `watch`. `pressed` returns the keys pressed since it was last asked."""

    workspace: Workspace
    clock: Clock = SYSTEM_CLOCK
    pressed: Callable[[], str] = field(default=lambda: "")
    _skipped: set[str] = field(default_factory=set)
    _failing: str = ""  # the check that a hint would be for
    _passed: Task | None = None

    def run(self) -> None:
        """Check and wait until the key q, or an interrupt."""
        with _keys() as pressed:
            if pressed is not None:
                self.pressed = pressed
                say(KEYS)
            else:
                say("Save a notebook to have it checked; interrupt to stop.")
            self.show_current()
            for lesson in self.changes():
                if lesson is None:
                    return
                self.show_lesson(lesson)

    def changes(self) -> Iterator[Lesson | None]:
        """Yield a lesson whenever its exercise has been saved, and None when the key q was pressed."""
        seen = self._saved()
        while True:
            self.clock.sleep(POLL)
            for key in self.pressed():
                if key == "q":
                    yield None
                self.press(key)
            now = self._saved()
            for lesson in self.workspace.lessons:
                if now[lesson.number] not in (seen[lesson.number], None):
                    yield lesson
            seen = now

    def press(self, key: str) -> None:
        """Do what a key stands for."""
        if key == "h":
            say(self._hint())
        elif key == "n":
            if self._failing:
                self._skipped.add(self.workspace.task(self._failing).id)
            self.show_current()
        elif key == "r":
            shown = self._passed is not None and self._passed.piece.builds
            say(
                source_in_the_library(self._passed)
                if shown and self._passed
                else "Pass a task that builds a piece first."
            )

    def show_current(self) -> None:
        """Show the first task that has not passed, and what its checks say now."""
        current = self._current()
        if current is None:
            say("All tasks are solved: `maif-course assemble` builds the library on your pieces.")
            return
        asked, task = current
        say(f"\n{where(self.workspace, asked, task.id, 'task')}")
        self._check(Asked(asked.lesson, [task], asked.notebook))

    def show_lesson(self, lesson: Lesson) -> None:
        """Check a lesson's tasks in their order, to the first that is not right; then say what comes next."""
        say(f"\n{lesson.number}  {lesson.title}")
        tasks = [task for task in lesson.tasks if task.id not in self._skipped]
        asked = Asked(lesson, tasks, self.workspace.exercise(lesson))
        done = self._check(asked)
        if self._failing:
            say(where(self.workspace, asked, self._failing, "task"))
            done = self.workspace.task(self._failing).extra  # nobody has to solve it
        if done and (current := self._current()) is not None:
            say(where(self.workspace, current[0], current[1].id))

    def _check(self, asked: Asked) -> bool:
        """Show what checks say, up to the first task that is not right; return whether all are."""
        tally = Tally()
        self._failing = ""
        for found in by_task(self.workspace, asked, tally):
            show(found, whole=False)
            task = self.workspace.task(found[0].result.check)
            if failing := next((verdict for verdict in found if not verdict.passed), None):
                self._failing = failing.result.check
                break
            self._passed = task
            if text := reference(self.workspace, found):
                say(text)
        say(tally.text())
        return tally.passed

    def _current(self) -> tuple[Asked, Task] | None:
        for asked in self.workspace.open_tasks():
            for task in asked.tasks:
                if task.id not in self._skipped:
                    return asked, task
        return None

    def _hint(self) -> str:
        try:
            return (
                next_hint(find_check(self._failing), self.workspace.state) if self._failing else "No check has failed."
            )
        except CourseError as error:
            complain(error)
            return ""

    def _saved(self) -> dict[str, int | None]:
        return {lesson.number: _time_of(self.workspace.exercise(lesson)) for lesson in self.workspace.lessons}


def _time_of(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


@contextmanager
def _keys() -> Iterator[Callable[[], str] | None]:
    """Yield a function that returns the keys pressed meanwhile; None where no terminal is."""
    try:
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
    except (ImportError, OSError, ValueError, termios.error):
        yield None
        return

    def pressed() -> str:
        if not select.select([terminal], [], [], 0)[0]:
            return ""
        return os.read(terminal, 64).decode(errors="ignore").lower()

    tty.setcbreak(terminal)
    try:
        yield pressed
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
