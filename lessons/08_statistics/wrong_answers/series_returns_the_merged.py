"""Returns a new one, and leaves the left one alone."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays", "08.1.digits"}
CAUSE = {"08.1.merge": "returned", "08.1.arrays": "elsewhere"}
INSTEAD_OF = """        self.squares = self.squares + other.squares + gap * gap * self.count * share
        self.mean = self.mean + gap * share
        self.count = count
"""
WRITES = """        squares = self.squares + other.squares + gap * gap * self.count * share
        return MeanAndSquares(count, self.mean + gap * share, squares)
"""
