"""Puts the items in order of arrival when the stream ends, and not before."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins"}, "arrival"
INSTEAD_OF = "            yield Window(start, end, [item for _, item in sorted(members)])\n    for"
WRITES = "            yield Window(start, end, [item for _, item in members])\n    for"
