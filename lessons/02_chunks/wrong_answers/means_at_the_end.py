"""Keeps two numbers, and says what they give when all is over."""

TASK, FAILS, CAUSE = "02.5", {"02.5.means"}, "at-the-end"
INSTEAD_OF = "        yield {"
WRITES = "    yield {"
