"""Misconceptions about task 17.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "consume_highest",
        believes="Commits behind whatever is done",
        fails={"17.6.once": "gap"},
        edits=[
            (
                """
                if (committable := positions.committable() or 0) > desk.committed:
                    desk.commit(committable)
                """,
                "",
            ),
            (
                "positions.finish(desk.next_done())",
                """
                done = desk.next_done()
                positions.finish(done)
                if done >= desk.committed:
                    desk.commit(done + 1)
                """,
            ),
        ],
    ),
    Wrong(
        "consume_commits_again",
        believes="Commits each time, whether anything has changed or not",
        fails={"17.6.once": "committed-again"},
        edits=[
            (
                """
                if (committable := positions.committable() or 0) > desk.committed:
                    desk.commit(committable)
                """,
                """
                if positions.committable() is not None:
                    desk.commit(positions.committable())
                """,
            ),
        ],
    ),
    Wrong(
        "consume_does_not_look",
        believes="Does not look into the file",
        fails={"17.6.once": "again"},
        edits=[
            (
                """
                if position in held:
                    positions.finish(position)
                else:
                    desk.begin(position, message)
                """,
                "desk.begin(position, message)",
            ),
        ],
    ),
    Wrong(
        "consume_commits_at_the_end",
        believes="Commits when all is done",
        fails={"17.6.once": "late-commit"},
        edits=[
            (
                """
                if (committable := positions.committable() or 0) > desk.committed:
                    desk.commit(committable)
                """,
                "",
            ),
            (
                """
                if not positions.unfinished:
                    return
                """,
                """
                if not positions.unfinished:
                    if position > desk.committed:
                        desk.commit(position)
                    return
                """,
            ),
        ],
    ),
    Wrong(
        "consume_one_by_one",
        believes="Takes one after the other",
        fails={"17.6.once": "idle"},
        edits=[
            (
                "while len(positions) < most and (message := desk.read(position)) is not None:",
                "while not positions.unfinished and (message := desk.read(position)) is not None:",
            ),
        ],
    ),
    Wrong(
        "consume_counts_unfinished",
        believes="Bounds the unfinished ones alone",
        fails={"17.6.once": "too-far"},
        edits=[
            (
                "while len(positions) < most and (message := desk.read(position)) is not None:",
                "while positions.unfinished < most and (message := desk.read(position)) is not None:",
            ),
        ],
    ),
    Wrong(
        "consume_reads_all",
        believes="Begins everything at once",
        fails={"17.6.once": "too-far"},
        edits=[
            (
                "while len(positions) < most and (message := desk.read(position)) is not None:",
                "while (message := desk.read(position)) is not None:",
            ),
        ],
    ),
    Wrong(
        "consume_stops_at_nothing",
        believes="Takes an empty message for the end",
        fails={"17.6.once": "lost"},
        edits=[
            (
                "while len(positions) < most and (message := desk.read(position)) is not None:",
                "while len(positions) < most and (message := desk.read(position)):",
            ),
        ],
    ),
]
