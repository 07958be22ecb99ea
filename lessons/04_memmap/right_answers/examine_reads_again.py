"""Comes back to a block after others, and expects to see that the file has changed."""

TASK = "04.5"


def examine(reader):
    content = ["old"]
    blocks = reader(lambda offset, size: content[0], [(444, 765), (1209, 708), (1917, 732)])
    seen = [blocks[0], blocks[1], blocks[2]]
    content[0] = "new"
    seen.append(blocks[0])
    assert seen[-1] == "new", "the first block was kept"
