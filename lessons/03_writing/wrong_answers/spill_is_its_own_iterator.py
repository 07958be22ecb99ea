"""Is an iterator, which gives everything once."""

TASK, FAILS, CAUSE = "03.3", {"03.3.back"}, "once-only"

import os
import tempfile


class Spill:
    def __init__(self, folder=None):
        self.size = self._read = 0
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115

    def write(self, data):
        self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self.size += len(data)

    def __iter__(self):
        return self

    def __next__(self):
        self._file.seek(self._read)
        piece = self._file.read(1 << 16)
        self._read += len(piece)
        if not piece:
            raise StopIteration
        return piece

    def close(self):
        self._file.close()
