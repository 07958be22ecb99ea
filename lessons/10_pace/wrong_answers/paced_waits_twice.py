"""Waits before an item and after it."""

TASK, FAILS, CAUSE = "10.6", {"10.6.pace"}, "waited-after"
INSTEAD_OF = "            yield item\n"
WRITES = "            yield item\n            wait()\n"
