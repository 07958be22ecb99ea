"""Misconceptions about task 06.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_forgets_too",
        believes="Works out the due moment as the mutant does",
        fails={"06.5.verdicts": "fails-right"},
        edits=[
            (
                """
                core.take(now=3)
                assert core.next_due() == 12
                """,
                """
                core.take(now=3)
                assert core.next_due() == 15
                """,
            )
        ],
    ),
    Wrong(
        "examine_reads_attributes",
        believes="Looks into the core, where each has its own ways",
        fails={"06.5.verdicts": "fails-right"},
        edits=[
            (
                """
                core = core_class(2, max_wait=10)
                for now in range(3):
                    core.offer(now, now)
                core.take(now=3)
                assert core.next_due() == 12
                """,
                'assert hasattr(core_class(2, max_wait=10), "moments")',
            )
        ],
    ),
    Wrong(
        "examine_returns_verdict",
        believes="Returns a verdict instead of raising it",
        fails={"06.5.verdicts": "spares-mutant"},
        edits=[
            (
                """
                core.take(now=3)
                assert core.next_due() == 12
                """,
                """
                core.take(now=3)
                return core.next_due() == 12
                """,
            )
        ],
    ),
    Wrong(
        "examine_takes_in_time",
        believes="Takes each batch as soon as it is full: the mutant does that well",
        fails={"06.5.verdicts": "spares-mutant"},
        edits=[
            (
                """
                for now in range(3):
                    core.offer(now, now)
                core.take(now=3)
                """,
                """
                core.offer("A", 0)
                core.offer("B", 1)
                assert core.take(now=1) == ["A", "B"]
                core.offer("C", 2)
                """,
            )
        ],
    ),
]
