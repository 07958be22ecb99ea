"""Makes a file with a name, and does not remove it."""

TASK, FAILS, CAUSE = "03.3", {"03.3.held"}, "left-behind"
INSTEAD_OF = "tempfile.SpooledTemporaryFile(1 << 20, dir=folder)"
WRITES = "tempfile.NamedTemporaryFile(dir=folder, delete=False)"
