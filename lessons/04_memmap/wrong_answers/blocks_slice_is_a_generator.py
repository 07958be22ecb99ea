"""Answers a slice with a generator, which reads nothing either."""

TASK, FAILS, CAUSE = "04.4", {"04.4.slice"}, "another-type"
INSTEAD_OF = "return Blocks(self.read, self.entries[number])"
WRITES = "return (self.read(*entry) for entry in self.entries[number])"
