"""Gives every spill of a folder the same file."""

TASK, FAILS, CAUSE = "03.3", {"03.3.back", "03.3.held"}, {"03.3.back": "mixed", "03.3.held": "left-behind"}
INSTEAD_OF = "tempfile.SpooledTemporaryFile(1 << 20, dir=folder)"
WRITES = 'open(os.path.join(folder or tempfile.gettempdir(), "spill"), "w+b")'
