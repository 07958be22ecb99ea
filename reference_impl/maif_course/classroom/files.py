"""What was handed in, as files: in folders and in zips, which are read file by file and never unpacked.

Who wrote these files is not to be trusted: nothing is read without a bound, no link is followed, and a name inside a
zip is a name to show and to sort by, never a path to write to.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath

from maif_course.errors import CourseError, SandboxError, WorkspaceError
from maif_course.learner.reading import MOST_BYTES, content_of
from maif_course.lesson import lessons_folder
from maif_course.sandbox import apart

LARGEST_ZIP = 20 << 20  # bytes of a zip within a zip, or within a folder: its table of contents has to be read
MOST_MEMBERS = 20_000
_OF_MACHINES = {"__MACOSX", "__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True)
class File:
    """A file below a root: its name there, and where it lies, which may be in a zip, or in a zip within one.

    `changed` orders the versions of one file.
    """

    name: PurePosixPath
    path: Path
    members: tuple[str, ...] = ()
    changed: tuple[float, ...] = ()

    def read(self) -> bytes:
        """Return the file's bytes; raise `ValueError` or `OSError`, which say why it cannot be read."""
        if not self.members:
            return content_of(self.path)
        with _a_zip(), zipfile.ZipFile(self.path) as archive:
            content = _member(archive, self.members[0])
        for name in self.members[1:]:
            with _a_zip(), zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = _member(archive, name)
        return content


def files_below(root: Path) -> Iterator[File]:
    """Yield the files below a folder or in a zip, by name, and those inside the zips that lie there.

    Raises `WorkspaceError` where there is neither; a zip within that cannot be read is yielded as it is.
    """
    files: Iterable[File]
    if root.is_dir():
        files = sorted(_on_disk(root), key=lambda file: file.name)
    elif root.suffix.lower() == ".ipynb" and os.path.lexists(root):
        files = [File(PurePosixPath(root.name), root)]
    elif zipfile.is_zipfile(root):
        files = _without_top(list(_in_zip(root)))
    elif root.exists():
        raise WorkspaceError(f"{root} is neither a folder, nor a zip, nor a notebook")
    else:
        raise WorkspaceError(f"{root} is not there")
    for file in files:
        if file.name.suffix.lower() != ".zip":
            yield file
            continue
        try:
            within = apart(partial(_listed, file))
        except (CourseError, ValueError, OSError):
            yield file
            continue
        below = file.name.with_suffix("")
        for name, changed in within:
            yield File(below / name, file.path, (*file.members, name), tuple(changed))


@cache
def lesson_names() -> frozenset[str]:
    """Return what the folders of the course's lessons are called, as "07_windows"."""
    return frozenset(path.name for path in lessons_folder().iterdir() if path.name[:2].isdigit())


def _on_disk(root: Path) -> Iterator[File]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not _hidden(name)]
        for name in names:
            path = Path(folder, name)
            if not _hidden(name):
                yield File(PurePosixPath(path.relative_to(root)), path, (), (os.lstat(path).st_mtime,))


def _in_zip(path: Path) -> Iterator[File]:
    for name, changed in _names_in(path, str(path)):
        yield File(PurePosixPath(name), path, (name,), changed)


def _listed(outer: File) -> list[tuple[str, tuple[float, ...]]]:
    """Return the names in a zip that somebody handed in."""
    content = outer.read()
    if len(content) > LARGEST_ZIP:
        raise SandboxError(f"{outer.name} has more than {LARGEST_ZIP >> 20} MB")
    return [(name, changed) for name, changed in _names_in(io.BytesIO(content), str(outer.name))]


def _names_in(source: Path | io.BytesIO, name: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    try:
        with _a_zip(), zipfile.ZipFile(source) as archive:
            members = archive.infolist()
    except ValueError as error:
        raise WorkspaceError(f"{name}: {error}") from None
    if len(members) > MOST_MEMBERS:
        raise WorkspaceError(f"{name} holds {len(members):,} files, more than {MOST_MEMBERS:,}")
    for member in sorted(members, key=lambda member: member.filename):
        parts = PurePosixPath(member.filename).parts
        if not member.is_dir() and parts and not any(map(_hidden, parts)):
            yield member.filename, tuple(map(float, member.date_time))


def _without_top(files: list[File]) -> list[File]:
    """Return the files without the one folder that holds them all, if folders of students lie in it."""
    tops = {file.name.parts[0] for file in files}
    if len(tops) == 1 and all(len(file.name.parts) > 2 and file.name.parts[1] not in lesson_names() for file in files):
        return [replace(file, name=PurePosixPath(*file.name.parts[1:])) for file in files]
    return files


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES >> 20} MB; clear its outputs to make it smaller")
    return content


@contextmanager
def _a_zip() -> Iterator[None]:
    """Turn what a zip that is none makes of its reader into a `ValueError`."""
    try:
        yield
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, KeyError, EOFError, zlib.error) as error:
        raise ValueError(f"the zip cannot be read: {error}") from None


def _hidden(name: str) -> bool:
    return name.startswith((".", "~")) or name in _OF_MACHINES or name == ".."
