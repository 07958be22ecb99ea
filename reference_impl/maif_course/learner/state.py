"""What the course remembers of a learner: a readable file in the learner's folder.

Notebook, command line and `watch` write it at once: whoever changes it reads it anew under a lock, adds its own, and
puts the whole in its place.
"""

from __future__ import annotations

import getpass
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maif_course.errors import WorkspaceError

NAME = "maif-course.json"
_LOCK = ".maif-course.lock"


@dataclass(slots=True)
class State:
    """Who learns, which hints were shown, which checks have passed. Without a file, it lasts as long as the process."""

    path: Path | None = None
    learner: str = ""
    hints: dict[str, int] = field(default_factory=dict)
    passed: dict[str, bool] = field(default_factory=dict)

    def save(self) -> None:
        """Write what is here into the file, beside what others wrote there meanwhile."""
        self.remember(passed=self.passed, hints=self.hints)

    def remember(self, passed: Mapping[str, bool] | None = None, hints: Mapping[str, int] | None = None) -> None:
        """Add what was found; of the number of hints shown, the larger one counts. The file is whole at any time."""
        if self.path is None:
            self._take({"passed": dict(passed or {}), "hints": dict(hints or {})})
            return
        with _locked(self.path):
            values = _values(self.path) if self.path.exists() else {}
            self._take(values)
            self._take({"passed": dict(passed or {}), "hints": dict(hints or {})})
            values |= {"learner": self.learner, "hints": self.hints, "passed": self.passed}
            scratch = self.path.with_name(f".{NAME}.{os.getpid()}")
            try:
                text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
                scratch.write_text(text, encoding="utf-8", errors="replace")  # half of a surrogate pair is no text
                scratch.replace(self.path)
            except OSError as error:
                raise WorkspaceError(f"{self.path} cannot be written: {error.strerror}") from None
            finally:
                scratch.unlink(missing_ok=True)

    def refresh(self) -> None:
        """Take over what others wrote into the file."""
        if self.path is not None and self.path.exists():
            self._take(_values(self.path))

    def _take(self, values: Mapping[str, Any]) -> None:
        self.learner = str(values.get("learner") or self.learner)
        for name, shown in _pairs(values, "hints", int):
            self.hints[name] = max(shown, self.hints.get(name, 0))
        self.passed.update(_pairs(values, "passed", bool))


_IN_MEMORY = State()


def state_of(folder: Path | None = None) -> State:
    """Return the state of the workspace around a folder (the current one by default), or one that no file keeps."""
    around = workspace_around(folder)
    return _IN_MEMORY if around is None else read_state(around / NAME)


def workspace_around(folder: Path | None = None) -> Path | None:
    """Return the workspace's folder around a folder, the current one by default; None if there is none."""
    try:
        here = (folder or Path.cwd()).resolve()
    except FileNotFoundError:
        raise WorkspaceError("the folder in which you are has been removed: change to another one") from None
    return next((place for place in (here, *here.parents) if (place / NAME).is_file()), None)


def read_state(path: Path) -> State:
    """Read a state's file; raise `WorkspaceError` where it is none."""
    state = State(path)
    state._take(_values(path))
    return state


def name_of_a_learner() -> str:
    """Return the user's name, or a drawn one where the system knows none, as in some containers."""
    with suppress(KeyError, OSError, ImportError):
        return getpass.getuser()
    return f"learner-{uuid.uuid4().hex[:8]}"


def _values(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(values, dict):
            raise ValueError("it holds no object")
        return values
    except (ValueError, OSError, RecursionError) as error:
        what = f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise WorkspaceError(
            f"{what}. Mend it, or run `maif-course start {path.parent}`, which keeps it beside a new one"
        ) from None


def _pairs(values: Mapping[str, Any], name: str, kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a table that are what they should be; a hand may have been at work on the file."""
    table = values.get(name)
    if isinstance(table, dict):
        yield from ((key, value) for key, value in table.items() if isinstance(value, kind))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a state's file, where the system has locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        lock = open(path.with_name(_LOCK), "w", encoding="utf-8")  # noqa: SIM115 — closed below
    except OSError as error:
        raise WorkspaceError(f"{path.parent} cannot be written to: {error.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
