"""Writes wherever the last reader has left the file."""

TASK, FAILS, CAUSE = "03.3", {"03.3.back"}, "overwritten"
INSTEAD_OF = """        self._file.seek(0, os.SEEK_END)
"""
WRITES = ""
