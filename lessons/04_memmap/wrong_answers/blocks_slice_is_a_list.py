"""Answers a slice with a list, as `list` does."""

TASK, FAILS, CAUSE = "04.4", {"04.4.slice"}, "slice-reads"
INSTEAD_OF = "return Blocks(self.read, self.entries[number])"
WRITES = "return [self.read(*entry) for entry in self.entries[number]]"
