"""Misconceptions about task 11.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_starts_at_once",
        believes="`create_task` and a call run the coroutine until it waits",
        fails={"11.1.order": "starts-at-once"},
        edits=[
            (
                "trace = [",
                """
                trace = [
                    (0, "Ada sits down"),
                    (0, "Ben sits down"),
                """,
            ),
            (
                """
                (0, "Ben sits down"),
                (0, "Ada sits down"),
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "trace_task_first",
        believes="The loop takes its turn at every `await`",
        fails={"11.1.order": "task-first"},
        edits=[
            (
                """
                (0, "both called"),
                (0, "Ben sits down"),
                (0, "Ada sits down"),
                """,
                """
                (0, "both called"),
                (0, "Ada sits down"),
                (0, "Ben sits down"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_one_after_another",
        believes="`await` lets nobody else go on",
        fails={"11.1.order": "one-after-another"},
        edits=[
            ('(0, "Ada sits down"),', ""),
            (
                """
                (2, "Ada gets up"),
                (2, "Ada awaited"),
                """,
                """
                (1, "Ada sits down"),
                (3, "Ada gets up"),
                (3, "Ada awaited"),
                """,
            ),
        ],
    ),
    Wrong(
        "trace_waits_for_all",
        believes="`main` goes on when both are done",
        fails={"11.1.order": "await-waits-for-all"},
        edits=[
            (
                """
                (1, "Ben awaited"),
                (2, "Ada gets up"),
                """,
                """
                (2, "Ada gets up"),
                (2, "Ben awaited"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_goes_on_before_the_end",
        believes="`main` goes on before the last line of whom it awaits",
        fails={"11.1.order": "before-its-end"},
        edits=[
            (
                """
                (1, "Ben gets up"),
                (1, "Ben awaited"),
                """,
                """
                (1, "Ben awaited"),
                (1, "Ben gets up"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_stops",
        believes="Ends where `main` awaits for the first time",
        fails={"11.1.order": "stops"},
        edits=[
            (
                """
                (1, "Ben awaited"),
                (2, "Ada gets up"),
                (2, "Ada awaited"),
                """,
                "",
            )
        ],
    ),
]
