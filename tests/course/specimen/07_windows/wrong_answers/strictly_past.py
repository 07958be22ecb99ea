"""Closes a window only when the watermark is past its end."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "held", "07.3.soon": "next-item"}
INSTEAD_OF = "if s + length <= watermark"
WRITES = "if s + length + 1 <= watermark"
