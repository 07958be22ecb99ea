"""One file that grows, read by lines: blocks of whole lines come out, each with the bookmark of any line's end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from maif.realtime.sources.files.bookmarks import EDGE, Bookmark, fingerprint
from maif.realtime.sources.files.contents import PlainContent
from maif.realtime.sources.files.line_cut import LineCut

SHOWN = 64 << 10  # bytes of a line that is too long


class Line(NamedTuple):
    """A line without its newline: where it begins, where the next one does, and what is wrong with it, if anything."""

    start: int
    next: int
    data: bytes
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that were read together, or one thing. `data` begins up to 1 KiB before them, at `base` of the content.

    Of a line that is too long, and of a file that is handed over as a whole, there is `only` one thing to give out.
    """

    tail: Tail
    base: int
    data: bytes
    start: int
    end: int
    head: bytes
    only: Line | None = None
    is_large_file: bool = False  # handed over without its bytes

    def lines(self) -> Iterator[Line]:
        """Yield the lines that are not blank."""
        if self.only is not None:
            yield self.only
            return
        position = self.start
        for data in self.data[self.start - self.base :].split(b"\n"):
            start, position = position, position + len(data) + 1
            if data.strip():
                if not start and data.startswith(b"\xef\xbb\xbf"):
                    data = data[3:]  # a byte order mark
                yield Line(start, min(position, self.end), data.removesuffix(b"\r"))

    def bookmark(self, position: int) -> Bookmark:
        """Return the bookmark of a line's end in this block."""
        return self.tail.mark.at(position, self.head, self.data[: position - self.base])


class Tail:
    """How far a file was read (`mark`), and how far its lines are done with (`committed`).

    It holds the blocks between both, and nothing of the file; a file that is read to its end costs a bookmark. Whoever
    reads opens the file, and gives its content.
    """

    def __init__(self, mark: Bookmark, max_line: int) -> None:
        self.mark = mark
        self.committed = mark
        self.size = -1  # of the file, when it was looked at last
        self.changed_ns = -1  # when the file was written to last, by its own clock
        self.read_ns = -1  # the same, when the content was there for the last time
        self.still_since = 0.0  # the moment from which on it was found unchanged
        self.rotated = False  # whether another file has taken the name under which it was found first
        self.whole = False  # whether it is given out as one thing, as a picture is
        self.complaint = ""  # what was said last about a content that cannot be read
        self.content: PlainContent | None = None  # kept only of a compressed file, while it is being read
        self._cut = LineCut(mark.position, max_line)
        self._shown: bytes | None = None  # how the line begins that turned out to be too long
        self._blocks: deque[Block] = deque()

    @property
    def has_unfinished_line(self) -> bool:
        """Whether something stands behind the last newline."""
        return self._cut.searched > self.mark.position

    def read(self, content: PlainContent, size: int) -> Block | None:
        """Return whole lines of about `size` bytes; None where no line is complete.

        The content must be that of the mark. A line beyond the longest allowed comes alone, and only its beginning.
        """

        def window(position: int, size: int) -> bytes:
            if self._cut.is_too_long:  # its beginning is kept, and the rest let go
                if self._shown is None:
                    self._shown = content.read(self.mark.position, SHOWN)
                content.forget(position)
            return content.read(position, size)

        end = self._cut.find_end(window, size)
        if end is None:
            return None
        return self._block(content, end) if self._shown is None else self._long_line(content, end)

    def read_last_line(self, content: PlainContent) -> Block | None:
        """Return what stands behind the last newline, as a line; None if nothing does."""
        if not self.has_unfinished_line:
            return None
        if self._shown is not None:
            return self._long_line(content, self._cut.searched)
        return self._block(content, self._cut.searched)

    def read_whole(self, content: PlainContent, size: int, *, is_large: bool) -> Block:
        """Return a file of this size as one line, newlines and all; a large one without its bytes."""
        if is_large:
            return self._only(content, size, b"", is_large_file=True)
        if size > self._cut.max_line:
            return self._only(content, size, content.read(0, SHOWN), self._too_long("a file", size))
        return self._only(content, size, content.read(0, size))

    def _too_long(self, what: str, size: int) -> str:
        return f"{what} of {size} bytes, more than {self._cut.max_line}: if that is right, raise max_line"

    def _block(self, content: PlainContent, end: int) -> Block | None:
        start = self.mark.position
        base = max(0, start - EDGE)
        data = content.read(base, end - base)
        if len(data) < end - base or fingerprint(data[: start - base]) != self.mark.tail:
            return None  # cut while it was read: the next look finds that
        long = self._first_long_line(data, start - base)
        if long is not None:
            if long == start - base:
                return self._long_line(content, base + data.index(b"\n", long) + 1)
            data, end = data[:long], base + long
        content.forget(end)
        return self._advance(Block(self, base, data, start, end, content.read(0, EDGE)))

    def _first_long_line(self, data: bytes, start: int) -> int | None:
        """Return where the first line begins that is too long, from `start` on."""
        while len(data) - start > self._cut.max_line:
            last = data.rfind(b"\n", start, start + self._cut.max_line + 1) + 1
            if not last:
                return start
            start = last
        return None

    def _long_line(self, content: PlainContent, end: int) -> Block:
        start = self.mark.position
        shown = self._shown if self._shown is not None else content.read(start, min(SHOWN, end - start))
        return self._only(content, end, shown, self._too_long("a line", end - start))

    def _only(
        self, content: PlainContent, end: int, data: bytes, problem: str = "", *, is_large_file: bool = False
    ) -> Block:
        start, base = self.mark.position, max(0, end - EDGE)
        edge, head = content.read(base, end - base), content.read(0, EDGE)
        return self._advance(Block(self, base, edge, start, end, head, Line(start, end, data, problem), is_large_file))

    def _advance(self, block: Block) -> Block:
        self.mark = block.bookmark(block.end)
        if self.committed.head_size < self.mark.head_size:  # the more of a content is known, the surer it is found
            self.committed = replace(self.committed, head_size=self.mark.head_size, head=self.mark.head)
        self._blocks.append(block)
        self._cut.go_on(block.end)
        self._shown = None
        return block

    def rewind(self) -> None:
        """Look for newlines from the mark on again: what stands behind it has changed."""
        self._cut.go_on(self.mark.position)
        self._shown = None
        self.close()

    def commit(self, position: int) -> bool:
        """Let the lines before this position be done with; say whether the bookmark has changed."""
        before = self.committed
        while self._blocks and self._blocks[0].start < position:
            block = self._blocks[0]
            if position < block.end:
                self.committed = block.bookmark(position) if block.only is None else self.committed
                break
            self.committed = block.bookmark(block.end)
            self._blocks.popleft()
        return self.committed != before

    def move(self, path: str, inode: int) -> None:
        """Follow the content to another file."""
        self.mark = self.mark.moved(path, inode)
        self.committed = self.committed.moved(path, inode)
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self.content is not None:
            self.content.close()
            self.content = None
