"""Takes the size for the size of the data, and adds the header to get on."""

TASK, FAILS = "01.2", {"01.2.steps", "01.2.lazy"}
CAUSE = {"01.2.steps": "header-twice"}
INSTEAD_OF = "position += size"
WRITES = "position += HEADER_SIZE + size"
