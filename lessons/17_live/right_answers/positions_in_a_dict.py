"""Keeps an ordered dictionary of unfinished and finished ones."""

TASK = "17.3"

from maif.errors import InvalidArgumentError


class Positions:
    def __init__(self):
        self._line = []
        self._open = {}
        self._committable = None

    def __len__(self):
        return len(self._line)

    @property
    def unfinished(self):
        return len(self._open)

    def begin(self, position, next_position):
        if position in self._open:
            raise InvalidArgumentError("it has begun already")
        entry = [next_position, False]
        self._open[position] = entry
        self._line.append(entry)

    def finish(self, position):
        entry = self._open.pop(position, None)
        if entry is None:
            raise InvalidArgumentError("it has not begun")
        entry[1] = True
        while self._line and self._line[0][1]:
            self._committable = self._line.pop(0)[0]

    def committable(self):
        return self._committable
