"""Reads on from where it wrote."""

TASK, FAILS, CAUSE = "03.3", {"03.3.back"}, "nothing-back"
INSTEAD_OF = """        for position in range(0, self.size, 1 << 16):
            self._file.seek(position)
            yield self._file.read(1 << 16)
"""
WRITES = """        while piece := self._file.read(1 << 16):
            yield piece
"""
