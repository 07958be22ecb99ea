from maif.errors import InvalidArgumentError

LINE = []


class Positions:
    def __init__(self):
        self._line, self._unfinished, self._committable = LINE, set(), None

    def __len__(self):
        return len(self._line)

    @property
    def unfinished(self):
        return len(self._unfinished)

    def committable(self):
        return self._committable

    def begin(self, position, next_position):
        if position in self._unfinished:
            raise InvalidArgumentError(position)
        self._unfinished.add(position)
        self._line.append((position, next_position))

    def finish(self, position):
        if position not in self._unfinished:
            raise InvalidArgumentError(position)
        self._unfinished.remove(position)
        while self._line and self._line[0][0] not in self._unfinished:
            self._committable = self._line.pop(0)[1]
