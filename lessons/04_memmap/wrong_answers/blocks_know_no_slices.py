"""Does not expect that somebody writes a slice between the brackets."""

TASK, FAILS, CAUSE = "04.4", {"04.4.slice"}, "raised"
INSTEAD_OF = """        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
"""
WRITES = ""
