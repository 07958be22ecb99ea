"""Keeps a list of all that was played."""

TASK, FAILS, CAUSE = "09.4", {"09.4.held"}, "kept"
INSTEAD_OF = "        yield core.take(size)"
WRITES = """        batch = core.take(size)
        core.played = [*getattr(core, "played", []), *batch]
        yield batch"""
