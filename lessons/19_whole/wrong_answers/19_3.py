"""Misconceptions about task 19.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "run_nothing",
        believes="Writes nothing",
        fails={"19.3.once": "nothing", "19.3.after": "nothing"},
        edits=[
            ("write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)", "pass"),
        ],
    ),
    Wrong(
        "run_writes_again",
        believes="Writes every hour that a restart makes",
        fails={"19.3.once": "twice", "19.3.after": "other-hours"},
        edits=[
            ("if hour.end > end:", "if True:"),
        ],
    ),
    Wrong(
        "run_skips_the_next",
        believes="Compares the beginning of an hour with the end of the last one",
        fails={"19.3.once": "hour-lost", "19.3.after": "other-hours"},
        edits=[
            ("if hour.end > end:", "if hour.start > end:"),
        ],
    ),
    Wrong(
        "run_stores_the_newest",
        believes="Stores the newest position that was read",
        fails={"19.3.once": "lost", "19.3.after": "newest"},
    ),
    Wrong(
        "run_sorts",
        believes="Sorts the departures of an hour",
        fails={"19.3.once": "order"},
        edits=[
            (
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)",
                "write(hour.end, sorted(minute for _, minute in hour.items), positions.committable() or after)",
            ),
        ],
    ),
    Wrong(
        "run_waits_longer",
        believes="Waits for an hour instead of half of one",
        fails={"19.3.once": "late-came-in", "19.3.after": "late"},
        edits=[
            (
                "for hour in time_windows(read(), 60, timestamp=planned, lateness=30, on_late=settle):",
                "for hour in time_windows(read(), 60, timestamp=planned, lateness=60, on_late=settle):",
            ),
        ],
    ),
    Wrong(
        "run_stores_none",
        believes="Stores what `committable` says, None included",
        fails={"19.3.once": "raised", "19.3.after": "none"},
        edits=[
            (
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)",
                "write(hour.end, [minute for _, minute in hour.items], positions.committable())",
            ),
        ],
    ),
    Wrong(
        "run_begins_at_0",
        believes="Reads all departures again",
        fails={"19.3.after": "not-behind"},
        edits=[
            (
                "for position, minute in departures(after):",
                "for position, minute in departures(0):",
            ),
        ],
    ),
    Wrong(
        "run_reads_all",
        believes="Reads all departures, then makes hours",
        fails={"19.3.after": "late"},
        edits=[
            (
                "for hour in time_windows(read(), 60, timestamp=planned, lateness=30, on_late=settle):",
                "for hour in time_windows(list(read()), 60, timestamp=planned, lateness=30, on_late=settle):",
            ),
        ],
    ),
    Wrong(
        "run_from_the_start",
        believes="Reads everything again",
        fails={"19.3.after": "from-the-start"},
        edits=[
            (
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)",
                "write(hour.end, [minute for _, minute in hour.items], 0)",
            ),
        ],
    ),
    Wrong(
        "run_forgets_the_late",
        believes="Settles what is in an hour alone",
        fails={"19.3.after": "late-unsettled"},
        edits=[
            (
                "for hour in time_windows(read(), 60, timestamp=planned, lateness=30, on_late=settle):",
                "for hour in time_windows(read(), 60, timestamp=planned, lateness=30):",
            ),
        ],
    ),
    Wrong(
        "run_nothing_open",
        believes="Takes nothing open for nothing read",
        fails={"19.3.after": "all-settled"},
    ),
    Wrong(
        "run_settles_afterwards",
        believes="Settles an hour when it is written",
        fails={"19.3.after": "hour-behind"},
        edits=[
            (
                """
                for departure in hour.items:
                    settle(departure)
                """,
                "",
            ),
            (
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)",
                """
                write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)
                for departure in hour.items:
                    settle(departure)
                """,
            ),
        ],
    ),
    Wrong(
        "run_settles_what_it_writes",
        believes="Settles the departures of hours that it writes, and not of those that it passes over",
        fails={"19.3.after": "back-again"},
        edits=[
            (
                """
                for departure in hour.items:
                    settle(departure)
                """,
                "",
            ),
            (
                """
                if hour.end > end:
                    write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)
                """,
                """
                if hour.end > end:
                    for departure in hour.items:
                        settle(departure)
                    write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)
                """,
            ),
        ],
    ),
    Wrong(
        "run_falls_back_to_0",
        believes="Goes back to the beginning where nothing is settled yet",
        fails={"19.3.after": "back-again"},
        edits=[
            (
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or after)",
                "write(hour.end, [minute for _, minute in hour.items], positions.committable() or 0)",
            ),
        ],
    ),
]
