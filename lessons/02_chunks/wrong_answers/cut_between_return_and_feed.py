"""Takes a carriage return at the end of a chunk for a newline."""

TASK, FAILS, CAUSE = "02.3", {"02.3.returns"}, "split-pair"
INSTEAD_OF = 'b"\\r" if chunk.endswith(b"\\r") else b""'
WRITES = 'b""'
