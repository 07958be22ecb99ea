"""Tests that the blocks are right, which they are."""

TASK, FAILS, CAUSE = "04.5", {"04.5.verdicts"}, "spares-mutant"


def examine(reader):
    blocks = reader(lambda offset, size: (offset, size), [(444, 765), (1209, 708)])
    assert [blocks[0], blocks[1]] == [(444, 765), (1209, 708)]
