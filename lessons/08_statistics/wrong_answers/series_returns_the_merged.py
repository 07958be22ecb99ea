"""Returns a new one, and leaves the left one alone."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge", "08.1.digits"}, {"08.1.merge": "returned"}
INSTEAD_OF = """        self.squares = self.squares + other.squares + gap * gap * self.count * share
        self.mean = self.mean + gap * share
        self.count = count
"""
WRITES = """        squares = self.squares + other.squares + gap * gap * self.count * share
        return MeanAndSquares(count, self.mean + gap * share, squares)
"""
