"""Writes a generator where a list is asked for."""

TASK, FAILS, CAUSE = "07.4", {"07.4.whole"}, "no-list"
INSTEAD_OF = "        return spans\n"
WRITES = "        return iter(spans)\n"
