"""Reading a notebook's file, whoever saved it: cells as they stand, or one sentence that says why there are none.

Nothing here needs a lesson, a kernel or a process of its own.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maif_course.errors import WorkspaceError

MOST_BYTES = 100 << 20
_NO_NOTEBOOK = "no notebook that can be read"


@dataclass(frozen=True, slots=True)
class LearnerCell:
    """One cell of a learner's notebook: its id, source and kind, nbgrader's `grade_id`, and its place from 1 on."""

    id: str
    source: str
    kind: str = "code"
    grade_id: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """What a message calls the cell."""
        return f"the cell {self.id or self.grade_id}" if self.id or self.grade_id else f"cell {self.number}"


def read_notebook(path: Path) -> list[LearnerCell]:
    """Return a notebook's cells; raise `WorkspaceError` where the file is no notebook."""
    return cells_of(load_notebook(path), path)


def load_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook as plain values; raise `WorkspaceError` where the file is none."""
    return _notebook(json_of(path, _NO_NOTEBOOK), path)


def notebook_in(content: Callable[[], bytes], name: str) -> dict[str, Any]:
    """Return as plain values the notebook that is read from anywhere; raise `WorkspaceError` where it is none."""
    return _notebook(_json(content, name, _NO_NOTEBOOK), name)


def json_of(path: Path, no_good: str) -> Any:
    """Return what a regular file of JSON holds; raise `WorkspaceError`, which says that it is `no_good`, and why."""
    return _json(lambda: content_of(path), path, no_good)


def _json(content: Callable[[], bytes], path: Path | str, no_good: str) -> Any:
    try:
        return json.loads(content().decode("utf-8-sig"))
    except FileNotFoundError:
        raise WorkspaceError(f"{path} is not there") from None
    except RecursionError:
        why = "it is nested too deep"
    except MemoryError:
        why = "it needs more memory than there is"
    except UnicodeDecodeError as error:
        why = f"byte {error.start:,} is no UTF-8"
    except json.JSONDecodeError as error:
        why = f"line {error.lineno} is no JSON: {error.msg}"
    except (ValueError, OSError) as error:
        why = getattr(error, "strerror", None) or str(error)
    raise WorkspaceError(f"{path} is {no_good}: {why}")


def _notebook(values: Any, path: Path | str) -> dict[str, Any]:
    if not isinstance(values, dict) or not isinstance(values.get("cells"), list):
        raise WorkspaceError(f"{path} is {_NO_NOTEBOOK}: it has no list of cells")
    return values


def cells_of(notebook: dict[str, Any], path: Path | str) -> list[LearnerCell]:
    """Return the cells of a notebook given as plain values."""
    return [_cell(cell, number, path) for number, cell in enumerate(notebook["cells"], start=1)]


def source_of(cell: Any) -> str:
    """Return a cell's source, which files hold as a text or as a list of lines; raise `TypeError` for all else."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def grade_id_of(cell: dict[str, Any]) -> str:
    """Return the id by which nbgrader knows a cell, which tools keep that drop the cell's own."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) else ""


def content_of(path: Path) -> bytes:
    """Return the bytes of a regular file of no more than `MOST_BYTES`; raise `ValueError`, which says what it is."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        status = os.stat(path)
        if not Path(os.path.realpath(path)).is_relative_to(path.parent.resolve()):
            raise ValueError("it is a link to a file elsewhere: copy that file to this place")
    if not stat.S_ISREG(status.st_mode):
        kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
        raise ValueError(f"it is {next((name for is_kind, name in kinds if is_kind(status.st_mode)), 'a device')}")
    if status.st_size > MOST_BYTES:
        raise ValueError(f"it has {status.st_size >> 20} MB; clear its outputs to make it smaller than 100 MB")
    return path.read_bytes()


def _cell(cell: Any, number: int, path: Path | str) -> LearnerCell:
    try:
        kind, cell_id = cell["cell_type"], cell.get("id", "")
        if not isinstance(kind, str):
            raise TypeError
        source = source_of(cell).encode("utf-8", "replace").decode()  # half of a surrogate pair is no text
        return LearnerCell(cell_id if isinstance(cell_id, str) else "", source, kind, grade_id_of(cell), number)
    except (KeyError, TypeError, AttributeError):
        raise WorkspaceError(f"{path} is {_NO_NOTEBOOK}: its cell {number} is not a cell of one") from None
