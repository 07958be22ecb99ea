"""Writes to a file, and reads the whole of it back."""

TASK, FAILS, CAUSE = "03.3", {"03.3.back", "03.3.held"}, {"03.3.back": "big-pieces", "03.3.held": "read-at-once"}
INSTEAD_OF = """        for position in range(0, self.size, 1 << 16):
            self._file.seek(position)
            yield self._file.read(1 << 16)
"""
WRITES = """        self._file.seek(0)
        yield self._file.read()
"""
