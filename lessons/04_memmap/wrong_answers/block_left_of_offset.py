"""Gives a block's first byte to the block before."""

TASK, FAILS, CAUSE = "04.3", {"04.3.block"}, "first-byte"
INSTEAD_OF = "bisect_right"
WRITES = "bisect_left"
