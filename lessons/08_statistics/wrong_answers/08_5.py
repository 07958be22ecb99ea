"""Misconceptions about task 08.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "choice_not_made",
        believes="Measures, and leaves the choice to others",
        fails={"08.5.promises": "missing", "08.5.measured": "missing"},
        edits=[('"halflife": 40,', "")],
    ),
    Wrong(
        "choice_one_tide",
        believes="Takes one tide for long enough to be rid of it",
        fails={"08.5.promises": "restless"},
        edits=[
            (
                """
                "halflife": 40,
                "calm": 0.0153,
                "quick": 40,
                """,
                """
                "halflife": 14,
                "calm": 0.0439,
                "quick": 14,
                """,
            )
        ],
    ),
    Wrong(
        "choice_a_year",
        believes="Takes what is calmest",
        fails={"08.5.promises": "slow"},
        edits=[
            (
                """
                "halflife": 40,
                "calm": 0.0153,
                "quick": 40,
                """,
                """
                "halflife": 365,
                "calm": 0.0028,
                "quick": 295,
                """,
            )
        ],
    ),
    Wrong(
        "choice_unmeasured",
        believes="Chooses well, and measures nothing",
        fails={"08.5.measured": "missing"},
        edits=[
            (
                """
                "calm": 0.0153,
                "quick": 40,
                """,
                """
                "calm": ...,
                "quick": ...,
                """,
            )
        ],
    ),
    Wrong(
        "choice_from_the_start",
        believes="Measures the calm from the first day on",
        fails={"08.5.measured": "from-the-start"},
        edits=[('"calm": 0.0153,', '"calm": 0.3,')],
    ),
    Wrong(
        "choice_counts_all_days",
        believes="Counts the days before the jump too",
        fails={"08.5.measured": "two-years-too-many"},
        edits=[('"quick": 40,', '"quick": 770,')],
    ),
    Wrong(
        "choice_below_zero",
        believes="Takes the lowest mean for the largest distance",
        fails={"08.5.measured": "negative"},
        edits=[('"calm": 0.0153,', '"calm": -0.0153,')],
    ),
    Wrong(
        "choice_of_another",
        believes="Measures one half-life, and chooses another",
        fails={"08.5.measured": "another"},
        edits=[
            (
                """
                "calm": 0.0153,
                "quick": 40,
                """,
                """
                "calm": 0.0437,
                "quick": 14,
                """,
            )
        ],
    ),
    Wrong(
        "choice_of_the_last_day",
        believes="Takes the mean of the last day for the largest of the last days",
        fails={"08.5.measured": "another"},
        edits=[('"calm": 0.0153,', '"calm": 0.0118,')],
    ),
]
