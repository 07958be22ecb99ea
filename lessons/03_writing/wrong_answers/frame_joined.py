"""Joins the parts, so that they can be written at once."""

TASK, FAILS, CAUSE = "03.2", {"03.2.parts"}, "joined"
INSTEAD_OF = "return head, UNSIGNED, tail, data, metadata"
WRITES = "return [head + UNSIGNED + tail + data + metadata]"
