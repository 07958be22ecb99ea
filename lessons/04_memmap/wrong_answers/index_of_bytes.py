"""Takes the bytes out of the buffer first."""

TASK, FAILS, CAUSE = "04.2", {"04.2.mapped"}, "copied"
INSTEAD_OF = "np.frombuffer(buffer"
WRITES = "np.frombuffer(bytes(buffer)"
