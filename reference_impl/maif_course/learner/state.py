"""What the course remembers of a learner: a readable file in the learner's folder."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maif_course.errors import WorkspaceError

NAME = "maif-course.json"


@dataclass(slots=True)
class State:
    """Who learns, which hints were shown, which checks have passed. Without a file, it lasts as long as the process."""

    path: Path | None = None
    learner: str = ""
    hints: dict[str, int] = field(default_factory=dict)
    passed: dict[str, bool] = field(default_factory=dict)

    def save(self) -> None:
        """Write the file anew, all of it or nothing."""
        if self.path is None:
            return
        values: dict[str, Any] = {"learner": self.learner, "hints": self.hints, "passed": self.passed}
        scratch = self.path.with_name(f".{NAME}.{os.getpid()}")
        scratch.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        scratch.replace(self.path)


_IN_MEMORY = State()


def state_of(folder: Path | None = None) -> State:
    """Return the state of the workspace around a folder (the current one by default), or one that no file keeps."""
    start = (folder or Path.cwd()).resolve()
    path = next((found for place in (start, *start.parents) if (found := place / NAME).is_file()), None)
    return _IN_MEMORY if path is None else read_state(path)


def read_state(path: Path) -> State:
    """Read a state's file; raise `WorkspaceError` where it is none."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return State(
            path, str(values.get("learner", "")), dict(values.get("hints", {})), dict(values.get("passed", {}))
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}. Mend it, or delete it to begin anew.") from None
