"""Has the last line wait for a newline that never comes."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "end-lost"
INSTEAD_OF = '(b"BOS", b"")'
WRITES = '(b"", b"BOS")'
