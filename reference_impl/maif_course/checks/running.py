"""Running a check: one call of it becomes a `Result`, whatever the piece does."""

from __future__ import annotations

import getpass
import hashlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from maif_course.checks.bounds import bounded, too_long
from maif_course.checks.evidence import first_difference, side_by_side
from maif_course.checks.explained import Called, WrongShape, learners_frames, of_a_wrong_shape, raised
from maif_course.checks.grading import Check
from maif_course.checks.result import Result
from maif_course.checks.sources import Runaway
from maif_course.checks.trial import Mismatch, Trial
from maif_course.errors import CourseError

UNDEFINED = object()
SECONDS = 2.0  # of processor time for one check, which needs a few hundredths
_NO_CAUSE = "This fits none of the usual causes. Follow the first row that differs by hand, one item at a time."
_DRAWN = "The fixed cases pass. This one was drawn for you, and row {} is the first that differs. Follow it by hand."


def seed_for(check_id: str, learner: str | None = None) -> int:
    """Return the seed of a check's drawn cases: the same for a learner every time, another for every other one."""
    learner = learner or os.environ.get("MAIF_COURSE_LEARNER") or _user()
    return int.from_bytes(hashlib.sha256(f"{learner} {check_id}".encode()).digest()[:8], "big")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "learner"


def run(check: Check, piece: Any, *, seed: int | None = 0, hints_left: int | None = None) -> Result:
    """Call the check with the piece and return what it found.

    `piece` may be a value that is no function: the check then gets a function that returns it. `UNDEFINED` stands
    for a name that nobody has defined. Without a seed, only the telling cases are tried. What the piece prints is kept
    for the result. Raises `CourseError` for a check that is itself wrong, as one that compares nothing.
    """
    printed = io.StringIO()
    if piece is UNDEFINED:
        why = f"There is no `{check.piece}` yet. Run the cell that defines it, then this one."
        found: dict[str, Any] | None = {"cause": "undefined", "why": why}
    else:
        with redirect_stdout(printed), redirect_stderr(printed), _silent_finalizers():
            found = _found(check, Called(check.piece, piece), Trial(seed))
    if found is None:
        return Result(check.id, check.title, check.points, True)
    left = len(check.hints) if hints_left is None else hints_left
    return Result(check.id, check.title, check.points, False, **found, printed=printed.getvalue(), hints_left=left)


@contextmanager
def _silent_finalizers() -> Iterator[None]:
    """Let the interpreter say nothing of what fails while an answer is thrown away: no learner printed that."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        yield
    finally:
        sys.unraisablehook = hook


def _found(check: Check, called: Called, trial: Trial) -> dict[str, Any] | None:
    """Return what a result says of a check that failed; None for one that passed."""
    try:
        with bounded(SECONDS):
            try:
                check.function(called, trial)
            except Mismatch as found:  # told inside the bound: values of a learner's class may not end, either
                return _mismatch(check, found)
            except WrongShape as found:
                return of_a_wrong_shape(found) | {"call": called.call(trial.case)}
    except (KeyboardInterrupt, CourseError):
        raise
    except Runaway as found:
        why = f"`{check.piece}` does not stop: it needs the end of a source that has none."
        seen = {"cause": "runaway", "why": why, "got": f"{found}, and it asked for the next"}
    except BaseException as error:  # whatever a piece raises, a check ends in a verdict
        if (struck := too_long(error)) is not None:
            where = "\n".join(["no end", *learners_frames(struck.__traceback__)])
            why = f"`{check.piece}` does not end: this is where it was after {SECONDS:g} seconds of work."
            seen = {"cause": "endless", "why": why, "got": where}
        else:
            seen = raised(error, check.piece, called)
    else:
        if not trial.compared:
            raise CourseError(f"the check {check.id} compares nothing ({check.path}:{check.line})")
        return None
    return seen if seen["cause"] == "unwritten" else seen | {"call": called.call(trial.case)}


def _mismatch(check: Check, found: Mismatch) -> dict[str, Any]:
    if found.telling:
        cause, why = _cause_of(check, found)
        got, expected, widths = side_by_side(found.columns, found.got, found.want)
    else:
        cause, why = "drawn", _DRAWN.format(first_difference(found.got, found.want) + 1)
        got, expected, widths = side_by_side(found.columns, found.got, found.want, most=1)
    shown = expected if found.reveal else ""
    return {"cause": cause, "why": why, "call": found.call, "got": got, "expected": shown, "widths": widths}


def _cause_of(check: Check, found: Mismatch) -> tuple[str, str]:
    for name, (why, holds) in check.causes.items():
        try:
            if holds(found.got, found.want):
                return name, why
        except Exception:
            continue
    return "unknown", _NO_CAUSE
