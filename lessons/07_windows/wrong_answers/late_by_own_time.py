"""Takes "late" to mean behind the watermark, though a window of the item is still open."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "own-time"
INSTEAD_OF = "if not still_open:"
WRITES = "if time < watermark:"
