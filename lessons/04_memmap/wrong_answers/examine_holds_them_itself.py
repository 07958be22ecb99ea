"""Puts the blocks into a list of its own before it counts."""

TASK, FAILS, CAUSE = "04.5", {"04.5.verdicts"}, "fails-plain"
INSTEAD_OF = """    for number in range(3):
        blocks[number]
"""
WRITES = """    kept = [blocks[number] for number in range(3)]
    assert len(kept) == 3
"""
