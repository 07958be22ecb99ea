"""Waits until the watermark is beyond the end."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "stays-open", "07.3.soon": "next-item"}
INSTEAD_OF = "span[1] <= watermark"
WRITES = "span[1] < watermark"
