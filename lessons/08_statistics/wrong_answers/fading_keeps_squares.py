"""Lets the weights fade, and not the squares."""

TASK, FAILS, CAUSE = "08.4", {"08.4.variance"}, "no-fading"
INSTEAD_OF = "(1 - self.alpha) * self.squares +"
WRITES = "self.squares +"
