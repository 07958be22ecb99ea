"""Takes "late" to mean behind the watermark, though the item's window is still open."""
TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "own-time"  # fails exactly these checks; passes the task's others
INSTEAD_OF = "if start + length <= watermark:"          # occurs once in the solution, or the build stops
WRITES = "if time < watermark:"
