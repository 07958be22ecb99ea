"""Misconceptions about task 09.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_believes_added",
        believes="Trusts books that balance",
        fails={"09.3.verdicts": "spares-mutant"},
        edits=[
            (
                "assert len(buffer) + buffer.stats.dropped == 5",
                "assert buffer.stats.taken + len(buffer) == buffer.stats.added",
            )
        ],
    ),
    Wrong(
        "examine_never_fills",
        believes="Offers no more than there are places for",
        fails={"09.3.verdicts": "spares-mutant"},
        edits=[("buffer = make(3)", "buffer = make(5)")],
    ),
    Wrong(
        "examine_wants_all_added",
        believes="Expects a buffer to let everything in",
        fails={"09.3.verdicts": "fails-newest"},
        edits=[
            (
                "assert len(buffer) + buffer.stats.dropped == 5",
                "assert buffer.stats.added == 5",
            )
        ],
    ),
    Wrong(
        "examine_forbids_losses",
        believes="Allows no buffer to drop anything",
        fails={"09.3.verdicts": "fails-all"},
        edits=[("assert len(buffer) + buffer.stats.dropped == 5", "assert len(buffer) == 5")],
    ),
    Wrong(
        "examine_looks_at_the_mark",
        believes="Knows the `SilentBuffer` by its mark, and the losses not at all",
        fails={"09.3.verdicts": "spares-half"},
        edits=[
            (
                "assert len(buffer) + buffer.stats.dropped == 5",
                "buffer.take(2)\nassert buffer.stats.high_water_mark == 3",
            )
        ],
    ),
    Wrong(
        "examine_wants_some_dropped",
        believes="Is content when some losses are counted",
        fails={"09.3.verdicts": "spares-half"},
        edits=[("assert len(buffer) + buffer.stats.dropped == 5", "assert buffer.stats.dropped > 0")],
    ),
    Wrong(
        "examine_loses_one",
        believes="Is content with one loss that is counted",
        fails={"09.3.verdicts": "spares-later"},
        edits=[
            ("for number in range(5):", "for number in range(4):"),
            ("assert len(buffer) + buffer.stats.dropped == 5", "assert buffer.stats.dropped == 1"),
        ],
    ),
    Wrong(
        "examine_looks_for_the_first",
        believes="Looks for what was offered first, and for nothing else",
        fails={"09.3.verdicts": "spares-newest"},
        edits=[
            (
                "assert len(buffer) + buffer.stats.dropped == 5",
                "assert 0 in buffer.take(5) or buffer.stats.dropped == 2",
            )
        ],
    ),
    Wrong(
        "examine_wants_enough",
        believes="Asks whether enough losses were counted",
        fails={"09.3.verdicts": "spares-double"},
        edits=[
            ("assert len(buffer) + buffer.stats.dropped == 5", "assert len(buffer) + buffer.stats.dropped >= 5"),
        ],
    ),
]
