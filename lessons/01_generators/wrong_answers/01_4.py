"""Misconceptions about task 01.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_compares_iterator",
        believes="Compares the iterator with a list, which are never equal",
        fails={"01.4.verdicts": "fails-right"},
        edits=[
            (
                "assert list(walk(whole + cut_off)) == [(0, len(whole))]",
                "assert walk(whole + cut_off) == [(0, len(whole))]",
            )
        ],
    ),
    Wrong(
        "examine_expects_cut_block",
        believes="Expects a block that is cut off to come out at the size that is there",
        fails={"01.4.verdicts": "fails-right"},
        edits=[
            (
                "assert list(walk(whole + cut_off)) == [(0, len(whole))]",
                "assert list(walk(whole + cut_off)) == [(0, len(whole)), (len(whole), len(cut_off))]",
            )
        ],
    ),
    Wrong(
        "examine_returns",
        believes="Returns the comparison, and asserts nothing",
        fails={"01.4.verdicts": "spares-mutant"},
        edits=[
            (
                "assert list(walk(whole + cut_off)) == [(0, len(whole))]",
                "return list(walk(whole + cut_off)) == [(0, len(whole))]",
            )
        ],
    ),
    Wrong(
        "examine_whole_blocks_only",
        believes="Tests whole blocks, on which both walks agree",
        fails={"01.4.verdicts": "spares-mutant"},
        edits=[('cut_off = block(b"three")[:HEADER_SIZE]', 'cut_off = b""')],
    ),
]
