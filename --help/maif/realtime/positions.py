"""What may be committed: `Positions` of one partition, of which messages finish in any order."""

from __future__ import annotations

from collections import deque

from maif.errors import InvalidArgumentError


class Positions:
    """The positions of a partition that have begun, and how far all of them have finished.

    A restart goes on where the last commit says. So only the *contiguous* finished prefix may be committed: committing
    the highest finished position would lose every slower message before it. Positions need not be consecutive (offsets
    have gaps, positions in files count bytes); the order is that in which they begin.

    >>> positions = Positions()
    >>> for offset in [5, 6, 9]:
    ...     positions.begin(offset, offset + 1)
    >>> positions.finish(6)
    >>> positions.committable(), len(positions)
    (None, 3)
    >>> positions.finish(5)
    >>> positions.committable(), len(positions)
    (7, 1)
    """

    def __init__(self) -> None:
        self._line: deque[tuple[int, int]] = deque()  # from the first unfinished to the newest
        self._unfinished: set[int] = set()
        self._committable: int | None = None

    def __len__(self) -> int:
        """Return how many positions there are from the first unfinished to the newest, finished ones among them."""
        return len(self._line)

    @property
    def unfinished(self) -> int:
        """How many positions have begun and not finished."""
        return len(self._unfinished)

    def begin(self, position: int, next_position: int) -> None:
        """Take note that a message begins; once it and all before it have finished, reading goes on at the next.

        Raises `InvalidArgumentError` if this position has begun and not finished.
        """
        if position in self._unfinished:
            raise InvalidArgumentError(f"position {position} begins again, and has not finished")
        self._unfinished.add(position)
        self._line.append((position, next_position))

    def finish(self, position: int) -> None:
        """Take note that a message has finished. Raises `InvalidArgumentError` for one that has not begun."""
        if position not in self._unfinished:
            raise InvalidArgumentError(f"position {position} finishes, and has not begun")
        self._unfinished.remove(position)
        line = self._line
        while line and line[0][0] not in self._unfinished:
            self._committable = line.popleft()[1]

    def committable(self) -> int | None:
        """Return where reading would have to go on after a restart; None while not even the first has finished."""
        return self._committable
