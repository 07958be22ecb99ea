"""Believes that a reader which keeps nothing must read a block again, also the last one."""

TASK, FAILS, CAUSE = "04.5", {"04.5.verdicts"}, "fails-last"


def examine(reader):
    reads = []
    blocks = reader(lambda offset, size: reads.append(offset), [(444, 765), (1209, 708)])
    blocks[0]
    blocks[0]
    assert len(reads) == 2
