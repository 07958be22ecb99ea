"""Makes `bytes` of the data, to be on the safe side."""

TASK, FAILS, CAUSE = "03.2", {"03.2.parts"}, "copied"
INSTEAD_OF = "return head, UNSIGNED, tail, data, metadata"
WRITES = "return head, UNSIGNED, tail, bytes(data), metadata"
