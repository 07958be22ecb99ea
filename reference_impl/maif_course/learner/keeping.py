"""Writing into a learner's folder without losing anything: a file appears whole, and what stood there is set aside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from maif_course.errors import WorkspaceError


def require_file(path: Path) -> None:
    """Raise `WorkspaceError` where something stands that is no file: nobody means to replace a folder or a device."""
    if path.exists() and not path.is_file():
        raise WorkspaceError(f"{path} is no file: move it away, or choose another name")


def require_folder(path: Path) -> None:
    """Raise `WorkspaceError` where something stands that is no folder."""
    if os.path.lexists(path) and not path.is_dir():
        raise WorkspaceError(f"{path} is no folder: move it away, or choose another name")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn a failing system call into a sentence about a path."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(f"{error.filename or path} cannot be written: {error.strerror or error}") from None


def add(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; say whether it was written. What is there stays as it is."""
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            return False
        _write_whole(path, content)
        return True


def put(path: Path, content: bytes) -> Path | None:
    """Write a file; return where what stood there is kept, if it was another content.

    Raises `WorkspaceError` where something stands that is no file: nobody means to replace a folder or a device.
    """
    with telling(path):
        require_file(path)
        if path.is_file() and path.read_bytes() == content:
            return None
        kept = set_aside(path) if os.path.lexists(path) else None
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
        return kept


def put_anew(path: Path, text: str) -> None:
    """Write a text that a command makes anew each time: what stood there stays until all of this is written.

    Raises `WorkspaceError` as `put` does.
    """
    with telling(path):
        require_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, text.encode("utf-8", "replace"))


def set_aside(path: Path) -> Path:
    """Give a file another name beside its own, and return it."""
    for number in count(1):
        kept = path.with_name(f"{path.stem}.kept-{number}{path.suffix}")
        if not os.path.lexists(kept):
            with telling(path):
                path.rename(kept)
            return kept
    raise AssertionError


def _require_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise WorkspaceError(f"{path} is no file: move it away, or choose another name")


def _write_whole(path: Path, content: bytes) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
