"""Where the reading of a file has come to, written so that the file is found again, and no other is taken for it.

A log is renamed, copied, cut to nothing, compressed; its inode goes to the next file that is made. So a bookmark says
what the content is: how it begins, and what stands right before the position. Path and inode only say where to look
first. Bookmarks are kept in a JSON file that is replaced as a whole: after a crash it is the old one or the new one.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from hashlib import blake2b
from typing import Protocol

from maif.errors import FormatError
from maif.file.lock import StrPath
from maif.file.output import Output, sync_folder
from maif.file.placing import beside

EDGE = 1024  # bytes that are hashed at the beginning of a file, and before a position
_VERSION = 1
_SAVING = threading.Lock()  # the sources of a processor share a file


class Content(Protocol):
    """What a file holds; a compressed one holds what was compressed."""

    def read(self, start: int, size: int) -> bytes:
        """Return the bytes from `start` on, `size` of them, or fewer at the end."""
        ...


def fingerprint(data: bytes) -> str:
    """Return 32 hexadecimal digits that tell this content from any other."""
    return blake2b(data, digest_size=16).hexdigest()


NOTHING = fingerprint(b"")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A position in the content of a file. `partition` names that content, whatever file it is in later.

    `head` is the fingerprint of the first `head_size` bytes that were ever seen, `tail` that of up to 1 KiB right
    before the position. A compressed file is that of its content: its positions count bytes that are not compressed.

    >>> mark = Bookmark("app@5f", "app", "/log/app.jsonl", 17).at(6, head=b"to be\\nor no", before=b"to be\\n")
    >>> mark.position, mark.head_size
    (6, 11)
    """

    partition: str
    source_id: str
    path: str
    inode: int
    position: int = 0
    head_size: int = 0
    head: str = NOTHING
    tail: str = NOTHING
    is_gone: bool = False  # the file was not there any more

    def at(self, position: int, head: bytes, before: bytes) -> Bookmark:
        """Return the bookmark of a position, given how the content begins, and what stands before the position."""
        head = head[:EDGE]
        return replace(
            self,
            position=position,
            head_size=len(head),
            head=fingerprint(head),
            tail=fingerprint(before[-EDGE:]),
        )

    def moved(self, path: str, inode: int) -> Bookmark:
        """Return the bookmark of the same content in another file."""
        return replace(self, path=path, inode=inode)

    def holds(self, content: Content) -> bool:
        """Say whether this is the content that was read: it begins so, and the same stands before the position."""
        if fingerprint(content.read(0, self.head_size)) != self.head:
            return False
        start = max(0, self.position - EDGE)
        before = content.read(start, self.position - start)
        return len(before) == self.position - start and fingerprint(before) == self.tail


class Bookmarks:
    """The bookmarks of one source, in a JSON file that it may share with other sources of the same process.

    Saving replaces the file as a whole: whoever reads it, at any moment, finds all the old or all the new ones.
    """

    def __init__(self, path: StrPath, source: str) -> None:
        self._path, self._source = path, source

    def load(self) -> list[Bookmark]:
        """Return what was saved; nothing where no file is. Raises `FormatError` for anything else in it."""
        with self._telling():
            return [_checked(entry) for entry in self._read().get(self._source, ())]

    def save(self, bookmarks: Iterable[Bookmark]) -> None:
        """Replace the bookmarks of this source; they survive a loss of power once this returns.

        Raises `WriteError` where the disk refuses, and `FormatError` like `load`.
        """
        with _SAVING:
            with self._telling():
                saved = self._read()
            sources = saved | {self._source: [asdict(bookmark) for bookmark in bookmarks]}
            text = json.dumps({"version": _VERSION, "sources": sources}, indent=1)
            with beside(self._path, "new", Output) as (output, temporary):
                output.write_at(0, text.encode())
                output.sync()
                os.replace(temporary, self._path)
            sync_folder(os.path.dirname(os.path.abspath(self._path)))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say of anything else in the file that it is no bookmarks."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            advice = "move the file away to read all files from their beginning again"
            raise FormatError(f"these are no positions of files ({error}); {advice}", path=self._path) from error

    def _read(self) -> dict[str, list[dict[str, object]]]:
        try:
            with open(self._path, "rb") as file:
                saved = json.load(file)
        except FileNotFoundError:
            return {}
        if saved["version"] != _VERSION:
            raise ValueError(f"version {saved['version']}")
        return dict(saved["sources"])


def _checked(entry: dict[str, object]) -> Bookmark:
    bookmark = Bookmark(**entry)  # type: ignore[arg-type]
    for field in fields(Bookmark):
        if type(getattr(bookmark, field.name)).__name__ != field.type:
            raise ValueError(f"{field.name} is {getattr(bookmark, field.name)!r}")
    return bookmark
