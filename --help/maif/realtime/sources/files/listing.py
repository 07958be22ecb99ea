"""What the file system says of a folder's files."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple


class Entry(NamedTuple):
    """What the file system says of a file."""

    path: str
    inode: int
    size: int
    changed_ns: int
    renamed_ns: int


def entry_of(path: str) -> Entry | None:
    """Return what the file system says of a regular file; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Entry(path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def regular_files(folder: str) -> Iterator[Entry]:
    """Yield the files right in a folder; none if there is no such folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for found in entries:
            if entry := entry_of(found.path):
                yield entry


def matching_files(folder: str, pattern: str) -> Iterator[Entry]:
    """Yield the files below a folder whose names match a pattern of `glob`.

    Raises `OSError` if the folder cannot be looked at: `glob` would find nothing, and say nothing.
    """
    os.scandir(folder).close()
    for name in glob.iglob(pattern, root_dir=folder, recursive=True):
        if entry := entry_of(os.path.join(folder, name)):
            yield entry
