"""A folder whose files grow, are renamed, cut and compressed: what is new in them, whatever they are called by now.

Nothing here waits, and nothing stays open between two looks but compressed files that are half read: thousands of files
cost a bookmark each. `poll` looks, and returns what came. Which file is which is decided by content (see `bookmarks`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import NamedTuple

from maif.errors import MAIFError, SourceError
from maif.realtime.decoding import is_picture
from maif.realtime.message import Partition
from maif.realtime.sources.files.bookmarks import EDGE, Bookmark, Bookmarks
from maif.realtime.sources.files.contents import PlainContent, open_content
from maif.realtime.sources.files.listing import Entry, entry_of, matching_files, regular_files
from maif.realtime.sources.files.tail import Block, Tail

BLOCK = 256 << 10  # bytes that are read of a file before it is another's turn
POLL = 1 << 20  # bytes that one poll returns, about
REMEMBERED = 86400.0  # seconds for which a file that is gone is known again


class Notice(NamedTuple):
    """Something that happened to a file: `truncated` or `error`, and what there is to say about it."""

    name: str
    path: str
    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How files are read; times in seconds, sizes in bytes. Without `large_file` every file is read by lines."""

    poll_interval: float = 1.0
    final_line_after: float = 5.0
    max_line: int = 16 << 20
    large_file: int | None = None


class FollowedFolder:
    """What comes new into the files of a folder whose names match a pattern. `poll` and `commit` may run in threads."""

    def __init__(self, folder: str, pattern: str, bookmarks: Bookmarks, rules: Rules) -> None:
        if not os.path.isdir(folder):
            raise SourceError(f"{folder} is no folder: make it before the processor starts")
        self._folder, self._pattern, self._bookmarks, self._rules = folder, pattern, bookmarks, rules
        self._tails: dict[str, Tail] = {}
        self._gone: dict[str, tuple[float | None, Tail]] = {}  # by path: since when
        self._behind: dict[str, Tail] = {}  # what may have more to read, in the order of their turns
        self._notices: list[Notice] = []
        self._next_scan = -1.0
        self._lock = threading.Lock()
        for bookmark in bookmarks.load():
            tail = Tail(bookmark, rules.max_line)
            if bookmark.is_gone:
                self._gone[bookmark.path] = None, tail
            else:
                self._tails[bookmark.partition] = tail

    def committed(self) -> dict[Partition, int | None]:
        """Return the position up to which each content is done with."""
        return {partition: tail.committed.position for partition, tail in self._tails.items()}

    def poll(self, now: float, limit: int = POLL, *, skip: Container[str] = ()) -> list[Block | Notice]:
        """Look at the folder if `poll_interval` has passed, and return what came, about `limit` bytes.

        Contents whose partition is in `skip` wait.

        Raises `OSError` if the folder cannot be looked at.
        """
        with self._lock:
            if now >= self._next_scan:
                self._scan(now)
                self._next_scan = now + self._rules.poll_interval
            found: list[Block | Notice] = []
            for tail in [tail for name, tail in self._behind.items() if name not in skip]:
                del self._behind[tail.mark.partition]
                if block := self._read(tail, now):
                    found.append(block)
                    limit -= len(block.data)
                    self._behind[tail.mark.partition] = tail
                if limit <= 0:
                    break
            found, self._notices = [*self._notices, *found], []
            return found

    def commit(self, positions: Mapping[str, int]) -> None:
        """Let everything before these positions be done with, for good."""
        with self._lock:
            known = self._tails | {tail.mark.partition: tail for _, tail in self._gone.values()}
            moved = [known[name].commit(position) for name, position in positions.items() if name in known]
            if any(moved):
                self._save()

    def close(self) -> None:
        """Let go of every file."""
        with self._lock:
            for tail in self._tails.values():
                tail.close()

    def _save(self) -> None:
        here = [tail.committed for tail in self._tails.values()]
        gone = [replace(tail.committed, is_gone=True) for _, tail in self._gone.values()]
        self._bookmarks.save([*here, *gone])

    # What is where

    def _scan(self, now: float) -> None:
        here = {entry.path: entry for entry in matching_files(self._folder, self._pattern)}
        taken: set[int] = set()  # the files whose contents are known
        strays = []
        for tail in self._tails.values():
            entry = here.get(tail.mark.path) or entry_of(tail.mark.path)
            if entry and entry.inode == tail.mark.inode and _still_holds(tail, entry):
                taken.add(entry.inode)
                self._look(tail, entry, now)
            else:
                strays.append((tail, entry))
        siblings: dict[str, list[Entry]] = {}
        replaced = []
        for tail, entry in strays:
            mark = tail.mark
            if not (found := self._find(tail, siblings, taken, now)):
                self._lose(tail, now)
            if entry and (entry.inode == mark.inode or not found):
                replaced.append((entry.inode, mark))
        for inode, mark in replaced:
            if inode not in taken:  # else it is a file that was renamed
                what = "the content was replaced: it is read from the beginning"
                self._notices.append(Notice("truncated", mark.path, mark.position, what))
        new = [entry for entry in here.values() if entry.inode not in taken]
        for entry in sorted(new, key=lambda entry: (entry.changed_ns, entry.path)):
            if entry.inode not in taken and not self._compresses_another(entry):
                taken.add(entry.inode)
                self._begin(entry, now)
        self._forget(now)
        if new or strays:
            self._save()

    def _compresses_another(self, entry: Entry) -> bool:
        """Say whether this is the `.gz` of a file that is still there: gzip removes that one when it is done."""
        plain = entry.path.removesuffix(".gz")
        return plain != entry.path and any(tail.mark.path == plain for tail in self._tails.values())

    def _look(self, tail: Tail, entry: Entry, now: float) -> None:
        if (entry.size, entry.changed_ns) != (tail.size, tail.changed_ns):
            if entry.size < tail.size:
                tail.rewind()
            tail.size, tail.changed_ns, tail.still_since = entry.size, entry.changed_ns, now
            self._behind[tail.mark.partition] = tail
        elif tail.has_unfinished_line or tail.content is not None or tail.whole:
            self._behind[tail.mark.partition] = tail

    def _find(self, tail: Tail, siblings: dict[str, list[Entry]], taken: set[int], now: float) -> bool:
        """Look for a content that is not where it was: the same file first, then a copy, which may be a `.gz`."""
        mark, folder = tail.mark, os.path.dirname(tail.mark.path)
        if folder not in siblings:
            siblings[folder] = [*regular_files(folder)]
        for entry in sorted(siblings[folder], key=lambda entry: entry.inode != mark.inode):
            known = mark.head_size or entry.path == f"{mark.path}.gz"
            copied = known and entry.renamed_ns >= tail.read_ns and entry.inode not in taken
            if (entry.inode == mark.inode or copied) and _holds(mark, entry):
                taken.add(entry.inode)
                tail.rotated = entry.path != mark.path
                tail.move(entry.path, entry.inode)
                tail.size = -1
                self._look(tail, entry, now)
                return True
        return False

    def _lose(self, tail: Tail, now: float) -> None:
        tail.close()
        del self._tails[tail.mark.partition]
        self._behind.pop(tail.mark.partition, None)
        self._gone[tail.mark.path] = now, tail

    def _forget(self, now: float) -> None:
        for path, (since, tail) in [*self._gone.items()]:
            if since is None:  # it was gone when this process began
                self._gone[path] = now, tail
            elif now - since > REMEMBERED:
                del self._gone[path]

    def _begin(self, entry: Entry, now: float) -> None:
        """Take up a file that is new, or that was gone and is back."""
        _, gone = self._gone.get(entry.path, (None, None))
        if gone and gone.mark.position and _holds(gone.mark, entry):
            del self._gone[entry.path]
            gone.move(entry.path, entry.inode)
            tail = gone
        else:
            name = os.path.relpath(entry.path, self._folder)
            partition = f"{name}@{os.urandom(4).hex()}"  # drawn, since a path gets other contents in time
            source_id = PurePath(name.removesuffix(".gz")).stem
            mark = Bookmark(partition, source_id, entry.path, entry.inode)
            head = b""
            with suppress(OSError), open_content(entry.path) as content:
                head = content.read(0, EDGE)
            tail = Tail(mark.at(0, head, b""), self._rules.max_line)
            tail.whole = self._is_large(entry.size) or is_picture(head)
        self._tails[tail.mark.partition] = tail
        self._look(tail, entry, now)

    # Reading

    def _read(self, tail: Tail, now: float) -> Block | None:
        try:
            return self._read_opened(tail, tail.content or open_content(tail.mark.path), now)
        except FileNotFoundError:
            self._next_scan = now  # renamed since: the next poll looks where it is
        except OSError as error:
            self._complain(tail, f"{error.strerror}: the file is left out until it changes")
        return None

    def _read_opened(self, tail: Tail, content: PlainContent, now: float) -> Block | None:
        tail.content = None
        block = None
        try:
            if content.inode != tail.mark.inode:
                self._next_scan = now
                return None
            if not tail.mark.holds(content):
                tail.size, self._next_scan = -1, now  # replaced since: the next poll looks where it is
                return None
            tail.read_ns = tail.changed_ns
            if tail.whole:
                block = self._read_whole(tail, content, now)
            else:
                block = tail.read(content, BLOCK) or self._read_end(tail, content, now)
            return block
        finally:
            if content.compressed and (block or (content.torn and not tail.complaint)):
                tail.content = content
            else:
                content.close()

    def _read_whole(self, tail: Tail, content: PlainContent, now: float) -> Block | None:
        if now - tail.still_since < self._rules.final_line_after:
            return None
        tail.whole = False
        return tail.read_whole(content, tail.size, is_large=self._is_large(tail.size))

    def _is_large(self, size: int) -> bool:
        return self._rules.large_file is not None and size >= self._rules.large_file

    def _read_end(self, tail: Tail, content: PlainContent, now: float) -> Block | None:
        """Return the last line, which has no newline, once nobody seems to write it; say so if the content is torn."""
        if content.compressed and not content.torn:
            return tail.read_last_line(content)
        patience = self._rules.final_line_after
        if now - tail.still_since < (min(patience, self._rules.poll_interval) if tail.rotated else patience):
            return None
        if content.torn:
            self._complain(tail, content.torn)
            return None
        return tail.read_last_line(content)

    def _complain(self, tail: Tail, what: str) -> None:
        if what != tail.complaint:
            tail.complaint = what
            self._notices.append(Notice("error", tail.mark.path, tail.mark.position, what))


def _still_holds(tail: Tail, entry: Entry) -> bool:
    """Say whether a file holds what was read of it; where neither size nor time have changed, nothing has."""
    if (entry.size, entry.changed_ns) == (tail.size, tail.changed_ns):
        return True
    if tail.content is not None and entry.size >= tail.size:  # a growing `.gz`: only its beginning could tell
        return True
    return _holds(tail.mark, entry)


def _holds(mark: Bookmark, entry: Entry) -> bool:
    try:
        with open_content(entry.path) as content:
            return mark.holds(content)
    except (OSError, MAIFError):
        return False
