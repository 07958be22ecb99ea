"""Makes a list of the blocks first."""

TASK, FAILS, CAUSE = "03.4", {"03.4.flow"}, "collected"
INSTEAD_OF = "in blocks:"
WRITES = "in list(blocks):"
