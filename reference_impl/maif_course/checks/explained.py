"""What a learner reads when a piece did not get as far as to be compared: their error, or the shape of their answer."""

from __future__ import annotations

import os
import re
import reprlib
import sysconfig
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from maif_course.checks.rows import article, listed, readable, shortened, without_addresses
from maif_course.checks.sources import AsyncSource, OpenText, Source
from maif_course.errors import CourseError

MOST_BYTES = 40  # of an argument that is shown
MOST_MESSAGE = 200  # characters of an exception's message
MOST_FRAMES = 5
_IGNORED = "ignored GeneratorExit"
_YIELDS_WHILE_CLOSED = (
    "Your generator yields while it is being closed, when nobody takes items any more. Is there a `yield` in a "
    "`finally`, or behind an `except` that takes all?"
)
_PLAIN = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range)  # their `repr` is Python's
_OURS = tuple(
    os.path.join(os.path.realpath(folder), "")
    for folder in {
        str(Path(__file__).parents[1]),  # maif_course
        str(Path(__file__).parents[2] / "maif"),
        sysconfig.get_path("stdlib"),
        os.path.dirname(os.__file__),  # an archive, in a browser
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
    }
)


class WrongShape(Exception):  # noqa: N818 — how a check ends, no error of the program
    """What a piece gave back, or a part of it, is not what the task says; `like` says what it should look like."""

    def __init__(self, item: Any, like: str, what: str = "item") -> None:
        self.item, self.like, self.what = item, like, what


class Called:
    """The piece as its check sees it: something to call. It remembers the last call, and what its answer was like."""

    def __init__(self, name: str, piece: Any) -> None:
        self._name, self._piece = name, piece
        self.answer = ""  # in words: to hold the answer itself would keep its items alive
        self._arguments: list[str] | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not callable(self._piece):
            answer = self._piece
        else:
            self._arguments = [*map(_argument, args), *(f"{name}={_argument(value)}" for name, value in kwargs.items())]
            self.answer = ""
            answer = self._piece(*map(_bare, args), **{name: _bare(value) for name, value in kwargs.items()})
        self.answer = f"an answer of type {type(answer).__name__}"
        if answer is not None and type(answer) in _PLAIN:
            self.answer += f": {short(answer)}"
        return answer

    def __getattr__(self, name: str) -> NoReturn:
        raise CourseError(f"a check may only call its piece; this one asks for .{name}")

    def call(self, case: Any) -> str:
        """Return the last call, as its author would write it, and the case that it belongs to."""
        if self._arguments is None:
            return ""
        call = f"{self._name}({', '.join(self._arguments)})"
        return call if case is None else f"{call}\nwith {short(case)}"


def _bare(value: Any) -> Any:
    """Return an argument without what could tell that a check is looking."""
    return value.bare() if isinstance(value, (Source, AsyncSource)) else value


def raised(error: BaseException, name: str, called: Called) -> dict[str, str]:
    """Return cause, why and got for an exception that ended a check: the learner's own, or one about their answer."""
    if isinstance(error, RuntimeError) and isinstance(error.__cause__, (StopIteration, StopAsyncIteration)):
        error = error.__cause__  # what a generator let escape; the interpreter put another in its place
    if isinstance(error, RuntimeError) and message_of(error).endswith(_IGNORED):
        return {"cause": "raised", "why": _YIELDS_WHILE_CLOSED, "got": _told(_name_of(type(error)), error)}
    frames = learners_frames(error.__traceback__)
    if not frames and called.answer:
        return _of_a_wrong_shape(error, name, called.answer)
    if isinstance(error, NotImplementedError):
        return {"cause": "unwritten", "why": f"`{_raiser(error)}` is not written yet."}
    kind = _name_of(type(error))
    why = f"Your code stopped with {kind}." if frames else f"`{name}` cannot be called in this way: {kind}."
    if type(error) is NameError and error.name:
        why = f"There is no `{error.name}` when your code asks for it. Run the cells above, or see how it is spelt."
    return {"cause": "raised", "why": why, "got": "\n".join([_told(kind, error), *frames])}


def of_a_wrong_shape(found: WrongShape) -> dict[str, str]:
    """Return cause, why and got for an answer of which a part does not look like what the task says."""
    return {
        "cause": "shape",
        "why": f"Of the wrong shape. The first {found.what} should look like this: {found.like}",
        "got": f"{described(found.item)}",
    }


def _of_a_wrong_shape(error: BaseException, name: str, answer: str) -> dict[str, str]:
    why = f"The check cannot use what `{name}` gives back. The task says what that should be."
    got = answer
    if answer.endswith(" NoneType"):
        why = f"`{name}` gave back None. Is a `yield` or a `return` missing?"
    elif isinstance(error, AttributeError) and error.name:
        why = f"What `{name}` gives back has no `{error.name}`."
        if type(error.obj).__name__ not in answer:
            why = f"`{name}` gives an item of the wrong shape: {described(error.obj)} has no `{error.name}`."
    return {"cause": "shape", "why": why, "got": got}


def described(value: Any) -> str:
    """Return what an answer is like, in words, without asking code of a learner's.

    >>> described([1, 2]), described(None), described(iter([])), described(3)
    ('[1, 2] (a list)', 'None', 'a list_iterator', '3 (an int)')
    """
    kind = type(value)
    if value is None:
        return "None"
    if kind in _PLAIN:
        return f"{short(value)} ({article(kind.__name__)})"
    if isinstance(value, tuple):  # a named one, too
        return f"{readable(value)} ({article(kind.__name__)})"
    return article(kind.__name__)


def like(*parts: str) -> str:
    """Return how a tuple of these parts is written.

    >>> like("position", "size"), like("chunk")
    ('(position, size)', '(chunk,)')
    """
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def with_fields(*names: str) -> str:
    """Return how an object with these attributes is described."""
    return f"an object with {listed(names)}"


def learners_frames(trace: TracebackType | None) -> list[str]:
    """Return a line for each of the last frames that are neither ours nor the interpreter's."""
    return [
        f"  in {frame.name}, line {frame.lineno}: {(frame.line or '').strip()}"
        for frame in traceback.extract_tb(trace)
        if not os.path.realpath(frame.filename).startswith(_OURS)
        and not frame.filename.startswith("<frozen")
        and not frame.filename.endswith("checks.py")
    ][-MOST_FRAMES:]


def message_of(error: BaseException) -> str:
    """Return an exception's message without addresses and folders, whatever its `str` does.

    >>> message_of(FileNotFoundError(2, "No such file", "/home/ada/data/rain.csv"))
    "[Errno 2] No such file: 'rain.csv'"
    """
    try:
        text = " ".join(str(error).split())
    except Exception:
        return ""
    return shortened(re.sub(r"(?<![\w.])~?(?:/[^\s/'\":]+)+/", "", without_addresses(text)), MOST_MESSAGE)


def short(value: Any) -> str:
    """Return a value as text of a few words, without its address, whatever its `repr` does."""
    try:
        return without_addresses(_short.repr(value))
    except Exception:
        return f"<{type(value).__name__}>"


def _told(kind: str, error: BaseException) -> str:
    message = message_of(error)
    return f"{kind}: {message}" if message else kind


def _name_of(kind: type) -> str:
    return kind.__name__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__name__}"


def _raiser(error: BaseException) -> str:
    """Return the name of the function or method that raised."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code.co_qualname.rpartition("<locals>.")[2]


def _argument(value: Any) -> str:
    if isinstance(value, (Source, AsyncSource)):
        return "source"
    if isinstance(value, OpenText):
        return "file"
    if isinstance(value, (bytes, bytearray, memoryview)) and len(value) > MOST_BYTES:
        return f"<{len(value):,} bytes>"
    if getattr(type(value), "__repr__", None) is object.__repr__:
        return f"<{type(value).__name__}>"
    return getattr(value, "__name__", "") or short(value)


_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = 12
_short.maxstring = _short.maxother = 70
