"""Running a check: one call of it becomes a `Result`, whatever the piece does."""

from __future__ import annotations

import getpass
import hashlib
import io
import os
import reprlib
import signal
import sysconfig
import threading
import traceback
from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from maif_course.checks.evidence import side_by_side
from maif_course.checks.grading import Check
from maif_course.checks.result import Result
from maif_course.checks.sources import AsyncSource, Runaway, Source
from maif_course.checks.trial import Mismatch, Trial
from maif_course.errors import CourseError

UNDEFINED = object()
SECONDS = 2.0  # of processor time for one check, which needs a few hundredths
MOST_BYTES = 40  # of an argument that is shown
_NO_CAUSE = "This fits none of the usual causes. Follow the first row that differs by hand, one item at a time."
_OURS = tuple(
    os.path.join(os.path.realpath(folder), "")
    for folder in {
        str(Path(__file__).parents[1]),  # maif_course
        str(Path(__file__).parents[2] / "maif"),
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
    }
)


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
    trial, called, printed = Trial(seed), _Called(piece), io.StringIO()

    def failed(cause: str, why: str, **seen: Any) -> Result:
        left = len(check.hints) if hints_left is None else hints_left
        seen |= {"printed": printed.getvalue(), "hints_left": left}
        return Result(check.id, check.title, check.points, False, cause, why, **seen)

    if piece is UNDEFINED:
        return failed("undefined", f"There is no `{check.piece}` yet. Run the cell that defines it, then this one.")
    try:
        with redirect_stdout(printed), redirect_stderr(printed), _bounded():
            check.function(called, trial)
    except Mismatch as found:
        got, expected, widths = side_by_side(found.columns, found.got, found.want)
        cause, why = _cause_of(check, found)
        shown = expected if found.reveal else ""
        return failed(cause, why, call=found.call, got=got, expected=shown, widths=widths)
    except Runaway as found:
        why = f"`{check.piece}` does not stop: it needs the end of a source that has none."
        return failed("runaway", why, call=_call(check, called, trial), got=f"{found}, and it asked for the next")
    except (_TooLong, Exception, SystemExit, CancelledError, BaseExceptionGroup) as error:  # the last from task groups
        return failed(**_explained(check, error, called, trial))
    if not trial.compared:
        raise CourseError(f"the check {check.id} compares nothing ({check.path}:{check.line})")
    return Result(check.id, check.title, check.points, True)


class _TooLong(BaseException):
    """A piece has worked for too long. No `except Exception` in it stops this."""


@contextmanager
def _bounded() -> Iterator[None]:
    """Raise `_TooLong` when what is inside has kept the processor busy for `SECONDS`; waiting does not count.

    A bound against loops without an end, wherever the system can interrupt them; never a grade.
    """

    def interrupt(*_: object) -> None:
        raise _TooLong

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _Called:
    """The piece as its check sees it: something to call. It remembers the last call, and the type of its answer."""

    def __init__(self, piece: Any) -> None:
        self._piece = piece
        self.last_call: list[str] | None = None
        self.last_type: type | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not callable(self._piece):
            answer = self._piece
        else:
            given = [*map(_argument, args), *(f"{name}={_argument(value)}" for name, value in kwargs.items())]
            self.last_call, self.last_type = given, None
            answer = self._piece(*args, **kwargs)
        self.last_type = type(answer)
        return answer

    def __getattr__(self, name: str) -> NoReturn:
        raise CourseError(f"a check may only call its piece; this one asks for .{name}")


def _cause_of(check: Check, found: Mismatch) -> tuple[str, str]:
    for name, (why, holds) in check.causes.items():
        try:
            if holds(found.got, found.want):
                return name, why
        except Exception:
            continue
    return "unknown", _NO_CAUSE


def _explained(check: Check, error: BaseException, called: _Called, trial: Trial) -> dict[str, Any]:
    if isinstance(error, CourseError):
        raise error
    if (struck := _too_long(error)) is not None:
        where = "\n".join(["no end", *_learners_frames(struck.__traceback__)])
        why = f"`{check.piece}` does not end: this is where it was after {SECONDS} seconds of work."
        return {"cause": "endless", "why": why, "call": _call(check, called, trial), "got": where}
    if isinstance(error, RuntimeError) and isinstance(error.__cause__, (StopIteration, StopAsyncIteration)):
        error = error.__cause__  # what a generator let escape; the interpreter put another in its place
    frames, call = _learners_frames(error.__traceback__), _call(check, called, trial)
    if not frames and called.last_type is not None:
        why = f"The check cannot use what `{check.piece}` gives back. The task says what that should be."
        if called.last_type is type(None):
            why = f"`{check.piece}` gave back None. Is a `yield` or a `return` missing?"
        elif isinstance(error, AttributeError) and error.name:
            why = f"What `{check.piece}` gives back has no `{error.name}`."
        got = f"an answer of type {called.last_type.__name__}"
        return {"cause": "shape", "why": why, "call": call, "got": got}
    if isinstance(error, NotImplementedError):
        return {"cause": "unwritten", "why": f"`{_raiser(error)}` is not written yet."}
    name = _name_of(type(error))
    why = f"Your code stopped with {name}." if frames else f"`{check.piece}` cannot be called in this way: {name}."
    return {"cause": "raised", "why": why, "call": call, "got": "\n".join([name, *frames])}


def _too_long(error: BaseException | None) -> _TooLong | None:
    """Return the interrupt on whose way out the error arose, as where a generator could not be closed."""
    while error is not None and not isinstance(error, _TooLong):
        error = error.__context__
    return error


def _name_of(kind: type) -> str:
    return kind.__name__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__name__}"


def _raiser(error: BaseException) -> str:
    """Return the name of the function or method that raised."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code.co_qualname.rpartition("<locals>.")[2]


def _learners_frames(trace: TracebackType | None) -> list[str]:
    """Return a line for each frame that is neither ours nor the interpreter's."""
    return [
        f"  in {frame.name}, line {frame.lineno}: {(frame.line or '').strip()}"
        for frame in traceback.extract_tb(trace)
        if not os.path.realpath(frame.filename).startswith(_OURS)
        and not frame.filename.startswith("<frozen")
        and not frame.filename.endswith("checks.py")
    ][-5:]


def _call(check: Check, called: _Called, trial: Trial) -> str:
    """Return the last call, as its author would write it, and the case that it belongs to."""
    if called.last_call is None:
        return ""
    call = f"{check.piece}({', '.join(called.last_call)})"
    return call if trial.case is None else f"{call}\nwith {_short.repr(trial.case)}"


def _argument(value: Any) -> str:
    if isinstance(value, (Source, AsyncSource)):
        return "source"
    if isinstance(value, (bytes, bytearray, memoryview)) and len(value) > MOST_BYTES:
        return f"<{len(value):,} bytes>"
    if getattr(type(value), "__repr__", None) is object.__repr__:
        return f"<{type(value).__name__}>"  # without the address, which is another one next time
    return getattr(value, "__name__", "") or _short.repr(value)


_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = 12
_short.maxstring = _short.maxother = 70
