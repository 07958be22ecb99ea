"""Packs the size of the data into the tail."""

TASK, FAILS, CAUSE = "03.2", {"03.2.fields"}, "wrong-tail"
INSTEAD_OF = 'TAIL.pack(len(metadata), b"")'
WRITES = 'TAIL.pack(len(data), b"")'
