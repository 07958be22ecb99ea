"""Dead letters: a MAIF file with the messages that could not be handled, each on disk before it counts as finished."""

from __future__ import annotations

import contextlib
import glob
import os
import threading

from maif.errors import FileLockedError, UnfinishedFileError
from maif.realtime.artifact.draft import FROM
from maif.realtime.artifact.segment import Writing
from maif.realtime.outbox import DeadLetter
from maif.recovery import recover
from maif.streaming.writer import MAIFStreamWriter


def dead_letter_path(root: str, name: str, number: int = 1) -> str:
    """Return the path of a processor's dead letters; members of its group that run beside it have other numbers.

    >>> dead_letter_path("data", "clicks"), dead_letter_path("data", "clicks", 2)
    ('data/clicks.dead.maif', 'data/clicks.dead-2.maif')
    """
    return os.path.join(root, f"{name}.dead{f'-{number}' if number > 1 else ''}.maif")


def dead_letter_paths(root: str, name: str | None = None) -> list[str]:
    """Return the paths of all dead letters of a processor, or of all: of other members, and those being replayed."""
    begins = "*" if name is None else glob.escape(name)
    return sorted(glob.glob(f"{glob.escape(root)}/{begins}.dead*.maif*"))


class DeadLetters:
    """Writes the dead letters of one processor in this process. Safe across threads.

    Who replays the file gives it another name first: the next letter then goes to a new one.
    """

    def __init__(self, root: str, name: str, writing: Writing) -> None:
        self._root, self._name, self._writing = root, name, writing
        self._lock = threading.Lock()
        self._writer: MAIFStreamWriter | None = None
        self._inode = 0

    def write(self, letter: DeadLetter) -> None:
        """Write a letter: it survives a loss of power when this returns."""
        metadata = {
            FROM: [*letter.origin, 0, 1],
            "source_id": letter.source_id,
            "key": letter.key,
            "timestamp": letter.timestamp,
            "attempts": letter.attempts,
            "error": letter.error,
            "traceback": letter.traceback,
        }
        with self._lock:
            writer = self._current()
            try:
                writer.write_chunk(letter.raw, "BINA", metadata)
                writer.flush(sync=True)
            except BaseException:
                self._writer = None
                writer.__exit__(RuntimeError, None, None)
                raise

    def close(self) -> None:
        """Finish the file, if there is one."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.close()

    def _current(self) -> MAIFStreamWriter:
        """Return a writer of the file that has the name now."""
        if self._writer is not None and not self._still_named(self._writer.path):
            self._writer.close()
            self._writer = None
        if self._writer is None:
            self._writer = self._opened()
            self._inode = os.stat(self._writer.path).st_ino
        return self._writer

    def _still_named(self, path: str) -> bool:
        try:
            return os.stat(path).st_ino == self._inode
        except FileNotFoundError:
            return False

    def _opened(self) -> MAIFStreamWriter:
        """Go on with the first file that no other member is writing; recover what one left that died."""
        os.makedirs(self._root, exist_ok=True)
        number = 0
        while True:
            number += 1
            path = dead_letter_path(self._root, self._name, number)
            with contextlib.suppress(FileLockedError):
                try:
                    return self._writing.open(path, "a")
                except UnfinishedFileError:
                    recover(path, private_key=self._writing.key, clock=self._writing.clock)
                    return self._writing.open(path, "a")
