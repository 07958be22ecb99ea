"""Misconceptions about task 01.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stage_by_stage",
        believes="Runs each generator to its end before the next begins, as a chain of lists would",
        fails={"01.1.order": "stage-by-stage"},
    ),
    Wrong(
        "trace_reads_ahead",
        believes="The source is one item ahead of the loop",
        fails={"01.1.order": "read-ahead"},
        edits=[
            (
                '"got jfk",',
                """
                "got jfk",
                "read LGA",
                """,
            )
        ],
    ),
    Wrong(
        "trace_lower_first",
        believes="Lets the outer generator log before it has a name",
        fails={"01.1.order": "lower-first"},
    ),
    Wrong(
        "trace_break_comes_first",
        believes="The break comes before the step that is logged above it",
        fails={"01.1.order": "stops-early"},
        edits=[('"got jfk",', "")],
    ),
    Wrong(
        "trace_keeps_capitals",
        believes="The loop logs the name that was read, as if `lower` changed nothing",
        fails={"01.1.order": "names-unchanged"},
        edits=[('"got ewr",', '"got EWR",'), ('"got jfk",', '"got JFK",')],
    ),
]
