from maif.errors import InvalidArgumentError


class Positions:
    def __init__(self):
        self._line, self._unfinished, self._committable = [], set(), None

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
        (number,) = [n for n, pair in enumerate(self._line) if pair[0] == position]
        self._committable = self._line.pop(number)[1]
