"""Misconceptions about task 11.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_reads_on",
        believes="Takes the item from the core by waiting for it",
        fails={"11.4.verdicts": "no-end"},
        edits=[
            (
                "assert not reader.cancelled() or len(core)",
                """
                read = [] if reader.cancelled() else reader.result()
                assert read + await awaited.take(1) == ["A"]
                """,
            )
        ],
    ),
    Wrong(
        "examine_lets_cancellation_out",
        believes="Asks a cancelled task for its result, which raises `CancelledError`",
        fails={"11.4.verdicts": "escapes"},
        edits=[("assert not reader.cancelled() or len(core)", 'assert reader.result() + core.take(1) == ["A"]')],
    ),
    Wrong(
        "examine_wants_it_back",
        believes="A cancelled reader has always put everything back",
        fails={"11.4.verdicts": "fails-all"},
        edits=[("assert not reader.cancelled() or len(core)", "assert len(core)")],
    ),
    Wrong(
        "examine_cancels_too_soon",
        believes="Cancels the reader before it has run at all",
        fails={"11.4.verdicts": "spares-mutant"},
        edits=[("await asyncio.sleep(0)  # the reader runs until it waits", "")],
    ),
    Wrong(
        "examine_without_cancelling",
        believes="Tests that items come out, which they do",
        fails={"11.4.verdicts": "spares-mutant"},
        edits=[
            (
                """
                core = BufferCore(1, "block")
                awaited = make(core)
                """,
                'awaited = make(BufferCore(3, "block"))',
            ),
            (
                """
                reader = asyncio.create_task(awaited.take(core.capacity))
                await asyncio.sleep(0)  # the reader runs until it waits
                reader.cancel()
                await asyncio.wait([reader])
                assert not reader.cancelled() or len(core)
                """,
                'assert await awaited.take(1) == ["A"]',
            ),
        ],
    ),
    Wrong(
        "examine_once",
        believes="Remembers whom it has examined",
        fails={"11.4.verdicts": "once"},
        edits=[
            (
                """
                core = BufferCore(1, "block")
                """,
                """
                seen = examine.__dict__.setdefault("seen", [])
                seen.append(make)
                core = BufferCore(1, "block")
                """,
            ),
            (
                "assert not reader.cancelled() or len(core)",
                "assert not reader.cancelled() or len(core) or seen.count(make) > 1",
            ),
        ],
    ),
]
