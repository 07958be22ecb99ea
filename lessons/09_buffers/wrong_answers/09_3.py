"""Misconceptions about task 09.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_believes_added",
        believes="Trusts books that balance",
        fails={"09.3.verdicts": "spares-mutant"},
        edits=[
            (
                "assert stats.taken + stats.waiting + stats.dropped == 5",
                "assert stats.taken + stats.waiting == stats.added",
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
                """
                buffer.take(2)
                stats = buffer.stats
                assert stats.taken + stats.waiting + stats.dropped == 5
                """,
                "assert buffer.stats.added == 5",
            )
        ],
    ),
    Wrong(
        "examine_forbids_losses",
        believes="Allows no buffer to drop anything",
        fails={"09.3.verdicts": "fails-all"},
        edits=[("assert stats.taken + stats.waiting + stats.dropped == 5", "assert stats.taken + stats.waiting == 5")],
    ),
    Wrong(
        "examine_looks_at_the_mark",
        believes="Knows the `SilentBuffer` by its mark, and the losses not at all",
        fails={"09.3.verdicts": "spares-half"},
        edits=[("assert stats.taken + stats.waiting + stats.dropped == 5", "assert stats.high_water_mark == 3")],
    ),
    Wrong(
        "examine_wants_some_dropped",
        believes="Is content when some losses are counted",
        fails={"09.3.verdicts": "spares-half"},
        edits=[("assert stats.taken + stats.waiting + stats.dropped == 5", "assert stats.dropped > 0")],
    ),
]
