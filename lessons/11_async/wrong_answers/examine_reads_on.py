"""Takes the item from the core by waiting for it."""

TASK, FAILS, CAUSE = "11.4", {"11.4.verdicts"}, "no-end"
INSTEAD_OF = 'assert read + core.take(1) == ["A"]'
WRITES = 'assert read + await awaited.take(1) == ["A"]'
