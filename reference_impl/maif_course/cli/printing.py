"""What the commands print: verdicts, what comes next, and colour where there is a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from maif_course.errors import CourseError
from maif_course.learner.judging import Verdict
from maif_course.learner.launcher import command_for, spoken
from maif_course.learner.state import workspace_around
from maif_course.learner.workspace import Asked, Workspace

_COLOURS = {"PASS": "\x1b[32m", "NOT YET": "\x1b[33m", "note": "\x1b[36m"}
_PLAIN = "\x1b[0m"


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print a message, its commands as they have to be typed here."""
    stream = to or sys.stdout
    coloured = "\n".join(map(_coloured, text.split("\n"))) if _has_colours(stream) else text
    print(spoken(coloured, _command()), file=stream, flush=True)


def complain(error: Exception | str) -> None:
    """Print what went wrong where programs do not read it."""
    say(str(error), to=sys.stderr)


def _command() -> str:
    try:
        return command_for(workspace_around(), Path.cwd().resolve())
    except (CourseError, OSError):
        return command_for(None)


def _has_colours(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _coloured(line: str) -> str:
    for word, colour in _COLOURS.items():
        if line.startswith(f"{word} "):
            return f"{colour}{word}{_PLAIN}{line[len(word) :]}"
    return f"\x1b[1m{line}{_PLAIN}" if line.endswith("<- differs") else line


@dataclass(slots=True)
class Tally:
    """What has been checked so far, and what could not be."""

    verdicts: list[Verdict] = field(default_factory=list)
    broken: int = 0

    @property
    def passed(self) -> bool:
        """Whether something was checked, and all of it passed."""
        return bool(self.verdicts) and not self.broken and all(verdict.passed for verdict in self.verdicts)

    def text(self) -> str:
        """Return one line on the checks and their points."""
        results = [verdict.result for verdict in self.verdicts]
        good, points = sum(result.passed for result in results), sum(result.points for result in results)
        return f"{good} of {len(results)} checks pass, {sum(result.earned for result in results)} of {points} points"


def by_task(workspace: Workspace, asked: Asked, tally: Tally) -> Iterator[list[Verdict]]:
    """Yield the verdicts on some tasks, task by task; a notebook that cannot be read is told of, and costs its own."""
    order = [check.id for task in asked.tasks for check in task.checks]
    waiting = {task.id: len([c for c in task.checks if asked.check in ("", c.id)]) for task in asked.tasks}
    found: dict[str, list[Verdict]] = {task.id: [] for task in asked.tasks}
    try:
        for verdict in workspace.judge(asked):
            task = verdict.result.check.rpartition(".")[0]
            found[task].append(verdict)
            if len(found[task]) == waiting[task]:
                found[task].sort(key=lambda verdict: order.index(verdict.result.check))
                tally.verdicts += found[task]
                yield found[task]
    except CourseError as error:
        tally.broken += 1
        complain(error)


def show(found: Iterable[Verdict], *, whole: bool, told: bool = False) -> None:
    """Print verdicts: each in whole, or a line each and all there is to say of the first that fails.

    `told`: that has been said already.
    """
    for verdict in found:
        text = verdict.result.text()
        say(text if whole or not (told or verdict.passed) else text.splitlines()[0])
        told = told or not verdict.passed
        for note in verdict.notes:
            say(f"note     {note}")


def show_as_json(found: Sequence[Verdict]) -> None:
    """Print one JSON object a check."""
    for verdict in found:
        print(json.dumps(verdict.result.as_dict() | {"notes": list(verdict.notes)}, allow_nan=False), flush=True)
