"""The judge's side of a verdict: what is expected comes from the solution, where no student's code runs.

The full check runs on the task's solution under the seed that the student's process had, which gives the rows that
are expected. What the sliced check observed is compared with them, and a cause is named, by the engine itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from maif_course.checks import Check, Result, Trial, run
from maif_course.checks.explained import Called
from maif_course.checks.rows import Row, row_type, same_rows
from maif_course.checks.trial import SURPLUS, Mismatch
from maif_course.classroom.cells import Restorer
from maif_course.classroom.slicing import sliced
from maif_course.errors import CourseError, SandboxError

OVERWRITTEN = "the code wrote over its own answer"
ENDINGS = {"undefined", "unwritten", "raised", "runaway", "endless", "shape"}
"""Causes that the student's process may name: its piece did not get as far as to be compared."""


@dataclass(frozen=True, slots=True)
class Due:
    """What one comparison of a check expects."""

    columns: Sequence[str]
    rows: Sequence[Row]
    reveal: bool
    telling: bool


class Seen(NamedTuple):
    """What a sliced check told of one comparison: its rows in plain form, and what had been printed by then."""

    call: str
    rows: Any
    printed: str


class Expecting(Trial):
    """A trial on the solution: it remembers what each comparison expects."""

    def __init__(self, seed: int | None) -> None:
        super().__init__(seed)
        self.due: list[Due] = []

    def compare(
        self, call: str, columns: Sequence[str], *, got: Iterable[Any], want: Iterable[Any], reveal: bool = True
    ) -> None:
        """Remember what is expected, and compare."""
        row = row_type(columns)
        rows = [row(cells) for cells in want]
        self.due.append(Due(columns, rows, reveal, self.telling))
        super().compare(call, columns, got=got, want=rows, reveal=reveal)


def sliced_checks(folder: Path, wanted: Collection[str] | None = None) -> str:
    """Return the source of a lesson's checks, or of those with these ids, without what they expect."""
    return sliced((folder / "checks.py").read_text(encoding="utf-8"), wanted)


def expected(check: Check, solution: Any, seed: int | None) -> list[Due]:
    """Return what each comparison of a check expects; raise `CourseError` if the solution does not pass it."""
    trial = Expecting(seed)

    def remembering(called: Called, outer: Trial) -> None:
        check.function(called, trial)
        outer.compared = trial.compared

    result = run(replace(check, function=remembering), solution, seed=seed)
    if not result.passed:
        raise CourseError(f"the solution does not pass {check.id}, so nobody can be graded by it:\n{result.text()}")
    return trial.due


def first_mismatch(
    check: Check, due: Sequence[Due], seen: Sequence[Seen], hints_left: int | None = None
) -> Result | None:
    """Return the verdict on the first comparison whose rows, as they were told, are not what is expected, if any.

    What is shown as the call is the student's: the solution's may hold the answer.
    """
    for asked, (call, rows, printed) in zip(due, seen, strict=False):
        row, restorer = row_type(asked.columns), Restorer()
        got = [row(map(restorer.restored, cells)) for cells in rows[: len(asked.rows) + SURPLUS]]
        if not same_rows(got, asked.rows):
            found = Mismatch(call, asked.columns, got, list(asked.rows), asked.reveal, asked.telling)
            return replace(_told(check, found, hints_left), printed=printed)
    return None


def verdict(
    check: Check,
    due: Sequence[Due],
    seen: Sequence[Seen],
    ended: Result,
    hints_left: int | None = None,
) -> Result:
    """Return the verdict on a piece of which a sliced check told `seen`, and then `ended`.

    Raises `SandboxError` where what was told cannot come from the check.
    """
    if (found := first_mismatch(check, due, seen, hints_left)) is not None:
        return found
    left = len(check.hints) if hints_left is None else hints_left
    if ended.passed:
        if len(seen) != len(due):
            raise SandboxError(OVERWRITTEN)
        return Result(check.id, check.title, check.points, True)
    if ended.cause not in ENDINGS:
        raise SandboxError(OVERWRITTEN)
    return replace(ended, check=check.id, title=check.title, points=check.points, expected="", hints_left=left)


def _told(check: Check, found: Mismatch, hints_left: int | None) -> Result:
    """Return what the engine says of a mismatch."""

    def end(*_: object) -> None:
        raise found

    return run(replace(check, function=end), None, hints_left=hints_left)
