import tempfile


class Spill:
    _file = None

    def __init__(self, folder=None):
        if Spill._file is None or Spill._file.closed:
            Spill._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._start = self._file.seek(0, 2)
        self.size = 0

    def write(self, data):
        self._file.seek(0, 2)
        self._file.write(data)
        self.size += len(data)

    def __iter__(self):
        for position in range(0, self.size, 1 << 16):
            self._file.seek(self._start + position)
            yield self._file.read(min(1 << 16, self.size - position))

    def close(self):
        self._file.close()
