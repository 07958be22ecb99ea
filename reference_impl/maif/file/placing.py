"""How a file gets its name at once: it is written beside, under another name, and takes its place when it is whole.

A process that dies meanwhile leaves such a file behind; whoever opens the same place next sweeps it away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from typing import TypeVar

from maif.errors import FileAlreadyExistsError, FileLockedError, InvalidArgumentError
from maif.file.lock import StrPath, is_locked, lock
from maif.file.output import Output, sync_folder

AnyOutput = TypeVar("AnyOutput", bound=Output)
_BESIDE = re.compile(r"(?:\.[a-z]+-(\d+)-[0-9a-f]{8})+(?:\.undo|\.before)?", re.ASCII)


def open_locked(path: StrPath, kind: type[AnyOutput]) -> AnyOutput:
    """Open a file for writing, and lock it; raise `FileLockedError` if another writer holds it.

    It is the file which `path` names now: one that was replaced meanwhile is let go.
    """
    while True:
        output = kind(-1, path)  # made first: it closes what it is given, whatever happens
        output.descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        if not lock(output.descriptor):
            output.disown()
            raise FileLockedError(errno.EAGAIN, "another writer is writing this file: wait for it", os.fspath(path))
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(output.descriptor), os.stat(path)):
                return output
        output.close()


def open_new(path: StrPath, start: bytes, kind: type[AnyOutput], *, replace: bool) -> AnyOutput:
    """Open a new, locked file that begins with these bytes; it appears at `path` at once, or not at all.

    Where a file is there, take its place or raise `FileAlreadyExistsError`. A reader of the replaced file keeps what it
    reads: the new file is another inode.
    """
    path = os.fspath(path)
    with beside(path, "new", kind) as (output, temporary):
        output.write_at(0, start)
        if replace:
            put_in_place(output, temporary, path)
        elif not _name_if_free(temporary, path):
            advice = "the file exists: use mode 'w' to replace it, or 'a' to append"
            raise FileAlreadyExistsError(errno.EEXIST, advice, path)
        _remove(temporary)
        output.stays_open = True
    return output


def put_in_place(output: Output, temporary: str, path: str) -> None:
    """Give a file that was written beside another one that one's name.

    Raises `FileLockedError` if a writer holds the other one, `InvalidArgumentError` if that is no regular file.
    """
    if _name_if_free(temporary, path):
        return
    if not os.path.isfile(path):
        raise InvalidArgumentError(f"{path} is not a regular file: a MAIF file needs one")
    sweep(path)
    old = open_locked(path, Output)
    try:
        os.fchmod(output.descriptor, os.fstat(old.descriptor).st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        old.close()


def take_place(temporary: str, path: str) -> None:
    """Give a whole file that was written beside another one that one's name, for good; see `put_in_place`."""
    with contextlib.closing(open_locked(temporary, Output)) as output:
        put_in_place(output, temporary, path)
    sync_folder(os.path.dirname(path) or os.curdir)


@contextlib.contextmanager
def written_beside(path: str, suffix: str) -> Iterator[str]:
    """Give the name to write a file to, which takes its place when all is written; what fails leaves nothing behind."""
    sweep(path)
    temporary = f"{path}.{suffix}-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        yield temporary
        take_place(temporary, path)
    finally:
        _remove(temporary)


def _name_if_free(temporary: str, path: str) -> bool:
    """Give a file another name, if nothing has it yet; say whether it was so."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.exists(path):
            return False
        os.rename(temporary, path)
    return True


@contextlib.contextmanager
def beside(path: StrPath, suffix: str, kind: type[AnyOutput]) -> Iterator[tuple[AnyOutput, str]]:
    """Open a new, locked file in the folder of `path`, to take its place; if it has not by the end, it is removed."""
    temporary = f"{os.fspath(path)}.{suffix}-{os.getpid()}-{os.urandom(4).hex()}"
    output = kind(-1, path)
    try:
        create(output, temporary)
        lock(output.descriptor)
        yield output, temporary
    finally:
        try:
            if not output.stays_open:
                output.close()
        finally:
            _remove(temporary)


def _remove(name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name)


def create(output: Output, name: str) -> None:
    """Open a new file of this name, beside the one that errors tell of: whoever may not read that may not read this."""
    try:
        mode = stat.S_IMODE(os.stat(output.path).st_mode) & 0o777
    except FileNotFoundError:
        mode = None
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        output.descriptor = os.open(name, flags, 0o666 if mode is None else mode & 0o700)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, output.path) from None
    if mode is not None:
        os.fchmod(output.descriptor, mode)


def is_beside(name: str, path: str) -> bool:
    """Say whether a file is one that was written beside another, to take its place."""
    return name.startswith(path) and _BESIDE.fullmatch(name, len(path)) is not None


def sweep(path: StrPath) -> None:
    """Remove what processes that died left beside a file: it bears their number, and nobody holds its lock."""
    folder, name = os.path.split(os.path.abspath(path))
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(name) and (found := _BESIDE.fullmatch(entry.name, len(name))):
                _sweep_one(entry.path, int(found[1]))


def _sweep_one(path: str, process: int) -> None:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                if not is_locked(descriptor):
                    os.unlink(path)
            finally:
                os.close(descriptor)
    except (OSError, OverflowError):  # somebody else's process: it lives
        return
