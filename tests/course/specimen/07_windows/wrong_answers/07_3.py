"""Misconceptions about task 07.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "watermark_goes_back",
        believes="Takes the watermark from the latest item, so that an early time pulls it back",
        fails={"07.3.late": "opened-again"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = time - lateness")],
    ),
    Wrong(
        "late_is_lost",
        believes="Turns a late item away, and tells nobody",
        fails={"07.3.late": "late-lost"},
        edits=[("on_late(item)", "pass")],
    ),
    Wrong(
        "no_lateness",
        believes="Takes the newest time itself for the watermark",
        fails={"07.3.late": "closed-early"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = max(watermark, time)")],
    ),
    Wrong(
        "looks_before_it_moves",
        believes="Yields what the item before has finished",
        fails={"07.3.late": "held", "07.3.soon": "next-item"},
        edits=[
            (
                "for item in items:",
                """
                for item in items:
                    for start in sorted(s for s in waiting if s + length <= watermark):
                        yield Window(start, start + length, waiting.pop(start))
                """,
            ),
            (
                """
                for start in sorted(s for s in waiting if s + length <= watermark):
                    yield Window(start, start + length, waiting.pop(start))
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "strictly_past",
        believes="Closes a window only when the watermark is past its end",
        fails={"07.3.late": "held", "07.3.soon": "next-item"},
        edits=[
            (
                "for start in sorted(s for s in waiting if s + length <= watermark):",
                "for start in sorted(s for s in waiting if s + length + 1 <= watermark):",
            )
        ],
    ),
    Wrong(
        "all_at_the_end",
        believes="Groups everything first, and yields when the items have ended",
        fails={"07.3.late": "held", "07.3.soon": "runaway", "07.3.held": "kept"},
        edits=[
            (
                """
                for start in sorted(s for s in waiting if s + length <= watermark):
                    yield Window(start, start + length, waiting.pop(start))
                """,
                "",
            )
        ],
    ),
    Wrong(
        "late_by_own_time",
        believes='Takes "late" to mean behind the watermark, though the item\'s window is still open',
        fails={"07.3.late": "own-time"},
        edits=[("if start + length <= watermark:", "if time < watermark:")],
    ),
    Wrong(
        "keeps_closed_windows",
        believes="Remembers which windows it has yielded, but never lets go of their items",
        fails={"07.3.held": "kept"},
    ),
]
