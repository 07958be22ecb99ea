"""Where whole lines end in a content that grows; the half line behind them waits."""

from __future__ import annotations

from collections.abc import Callable


class LineCut:
    """How far the whole lines reach of a content that grows, from `start` on.

    It holds positions, and no bytes. What it has searched for a newline it does not read again, so that a line costs
    its length, however slowly it is written.

    >>> content = bytearray(b"to be\\nor n")
    >>> def read(position, size):
    ...     return content[position : position + size]
    >>> cut = LineCut(0, max_line=100)
    >>> cut.find_end(read, size=64)
    6
    >>> cut.go_on(6)
    >>> print(cut.find_end(read, size=64))
    None
    >>> content += b"ot\\n"
    >>> cut.find_end(read, size=64)
    13
    """

    def __init__(self, start: int, max_line: int) -> None:
        self.max_line = max_line
        self.go_on(start)

    def go_on(self, start: int) -> None:
        """Begin anew, with the line that begins here."""
        self.start = self.searched = start

    @property
    def is_too_long(self) -> bool:
        """Whether the first line is known to be longer than `max_line`."""
        return self.searched - self.start > self.max_line

    def find_end(self, read: Callable[[int, int], bytes], size: int) -> int | None:
        """Return where the last line ends that a window of `size` bytes shows to be whole; None where none does.

        `read(position, size)` returns fewer bytes at the end of the content. Windows without a newline are passed by.
        Of a line that is too long the end is its own, and not that of a line behind it.
        """
        while window := read(self.searched, size):
            found = window.find(b"\n") if self.is_too_long else window.rfind(b"\n")
            if found >= 0:
                return self.searched + found + 1
            self.searched += len(window)
        return None
