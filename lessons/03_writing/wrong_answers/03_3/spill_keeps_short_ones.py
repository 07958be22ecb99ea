import tempfile


class Spill:
    def __init__(self, folder=None):
        self.size = 0
        self._short = []
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115

    def write(self, data):
        self._short.append(bytes(data))
        self.size += len(data)
        if len(data) > 4096:
            self._move()

    def _move(self):
        self._file.seek(0, 2)
        self._file.writelines(self._short)
        self._short.clear()

    def __iter__(self):
        self._move()
        for position in range(0, self.size, 1 << 16):
            self._file.seek(position)
            yield self._file.read(1 << 16)

    def close(self):
        self._file.close()
