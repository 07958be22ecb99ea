"""Misconceptions about task 19.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "measure_waits_for_ever",
        believes="Waits for everybody",
        fails={"19.4.measure": "never-late"},
        edits=[
            (
                "hours = time_windows(read(), 60, timestamp=int, lateness=lateness, on_late=too_late)",
                "hours = time_windows(read(), 60, timestamp=int, lateness=10**6, on_late=too_late)",
            ),
        ],
    ),
    Wrong(
        "measure_does_not_wait",
        believes="Waits for nobody",
        fails={"19.4.measure": "late"},
        edits=[
            (
                "hours = time_windows(read(), 60, timestamp=int, lateness=lateness, on_late=too_late)",
                "hours = time_windows(read(), 60, timestamp=int, on_late=too_late)",
            ),
        ],
    ),
    Wrong(
        "measure_hands_nothing_over",
        believes="Counts what was handed over as held",
        fails={"19.4.measure": "all-held"},
        edits=[
            ("held -= len(hour.items)", "pass"),
        ],
    ),
    Wrong(
        "measure_at_the_end_of_hours",
        believes="Looks when an hour is handed over, as the lesson does",
        fails={"19.4.measure": "at-the-end"},
        edits=[
            ("most = max(most, held)", ""),
            (
                "held -= len(hour.items)",
                """
                most = max(most, held)
                held -= len(hour.items)
                """,
            ),
        ],
    ),
    Wrong(
        "measure_the_largest_hour",
        believes="Takes the largest hour",
        fails={"19.4.measure": "largest-hour"},
        edits=[
            ("held -= len(hour.items)", "most = max(most, len(hour.items))"),
            ("most = max(most, held)", ""),
        ],
    ),
    Wrong(
        "measure_holds_the_late",
        believes="Counts who came too late as held",
        fails={"19.4.measure": "late-held"},
        edits=[
            ("held -= 1", "pass"),
        ],
    ),
    Wrong(
        "lateness_in_hours",
        believes="Thinks in hours",
        fails={"19.4.lateness": "in-hours"},
        edits=[
            (
                "lateness = 290  # 6 are too late, and 365 held; with 280 it is 7 and 356, with 22 hours 0 and 936",
                "lateness = 5",
            ),
        ],
    ),
    Wrong(
        "lateness_too_short",
        believes="Allows seven",
        fails={"19.4.lateness": "too-short"},
        edits=[
            (
                "lateness = 290  # 6 are too late, and 365 held; with 280 it is 7 and 356, with 22 hours 0 and 936",
                "lateness = 280",
            ),
        ],
    ),
    Wrong(
        "lateness_too_long",
        believes="Takes whole hours",
        fails={"19.4.lateness": "too-long"},
        edits=[
            (
                "lateness = 290  # 6 are too late, and 365 held; with 280 it is 7 and 356, with 22 hours 0 and 936",
                "lateness = 300",
            ),
        ],
    ),
]
