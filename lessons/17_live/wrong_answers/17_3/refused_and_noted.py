class Positions:
    def __init__(self):
        self._line, self._finished, self._committable = {}, set(), None

    def __len__(self):
        return len(self._line)

    @property
    def unfinished(self):
        return len(self._line) - len(self._finished)

    def begin(self, position, next_position):
        is_new = position not in self._line
        self._line[position] = next_position
        if not is_new:
            raise InvalidArgumentError(position)

    def finish(self, position):
        if position not in self._line or position in self._finished:
            raise InvalidArgumentError(position)
        self._finished.add(position)
        while self._line and (first := next(iter(self._line))) in self._finished:
            self._finished.remove(first)
            self._committable = self._line.pop(first)

    def committable(self):
        return self._committable
