"""Yields what the watermark closes, and leaves the rest when the items end."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins", "07.5.late"}, "end-lost"
INSTEAD_OF = "    for start, end, members in held:\n"
WRITES = "    for start, end, members in ():\n"
