"""Makes every value a float."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "converted"
INSTEAD_OF = "self.rising.append((self.pushed, value))"
WRITES = "self.rising.append((self.pushed, value if isinstance(value, str) else float(value)))"
