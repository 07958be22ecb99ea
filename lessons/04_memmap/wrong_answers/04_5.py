"""Misconceptions about task 04.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_holds_them_itself",
        believes="Puts the blocks into a list of its own before it counts",
        fails={"04.5.verdicts": "fails-plain"},
        edits=[
            (
                """
                for number in range(len(blocks)):
                    blocks[number]
                """,
                """
                kept = [blocks[number] for number in range(3)]
                assert len(kept) == 3
                """,
            )
        ],
    ),
    Wrong(
        "examine_counts_reads",
        believes="A reader which keeps nothing must read a block again, also the last one",
        fails={"04.5.verdicts": "fails-last"},
        edits=[
            (
                """
                held = Held()
                blocks = reader(lambda offset, size: held.item(b"block"), ENTRIES)
                for number in range(len(blocks)):
                    blocks[number]
                assert held.now <= 1
                """,
                """
                reads = []
                blocks = reader(lambda offset, size: reads.append(offset), [(444, 765), (1209, 708)])
                blocks[0]
                blocks[0]
                assert len(reads) == 2
                """,
            )
        ],
    ),
    Wrong(
        "examine_while_in_hand",
        believes="Allows nothing to be held, not even the last block",
        fails={"04.5.verdicts": "fails-last"},
        edits=[("assert held.now <= 1", "assert held.now == 0")],
    ),
    Wrong(
        "examine_compares_blocks",
        believes="Tests that the blocks are right, which they are",
        fails={"04.5.verdicts": "spares-mutant"},
        edits=[
            (
                """
                held = Held()
                blocks = reader(lambda offset, size: held.item(b"block"), ENTRIES)
                for number in range(len(blocks)):
                    blocks[number]
                assert held.now <= 1
                """,
                """
                blocks = reader(lambda offset, size: (offset, size), [(444, 765), (1209, 708)])
                assert [blocks[0], blocks[1]] == [(444, 765), (1209, 708)]
                """,
            )
        ],
    ),
    Wrong(
        "examine_one_block",
        believes="Asks for one block alone, and one may be kept",
        fails={"04.5.verdicts": "spares-mutant"},
        edits=[("for number in range(len(blocks)):", "for number in range(1):")],
    ),
]
