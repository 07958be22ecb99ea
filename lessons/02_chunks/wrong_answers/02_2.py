"""Misconceptions about task 02.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_of_text",
        believes="Writes text instead of bytes",
        fails={"02.2.waits": "text"},
    ),
    Wrong(
        "trace_cuts_at_returns",
        believes="Takes every carriage return for the end of a line",
        fails={"02.2.waits": "return-ends"},
        edits=[
            (
                r"""
                (b"", b"JFK\r"),
                (b"JFK\r\n", b"LG"),
                (b"", b"LGA\r"),
                (b"LGA\r", b"BOS"),
                """,
                r"""
                (b"JFK\r", b""),
                (b"\n", b"LG"),
                (b"LGA\r", b""),
                (b"", b"BOS"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_forgets_the_start",
        believes="Lets only the newest bytes wait",
        fails={"02.2.waits": "line-torn"},
        edits=[
            (
                r"""
                (b"", b"JFK\r"),
                (b"JFK\r\n", b"LG"),
                (b"", b"LGA\r"),
                """,
                r"""
                (b"", b"K\r"),
                (b"JFK\r\n", b"LG"),
                (b"", b"A\r"),
                """,
            )
        ],
    ),
    Wrong(
        "trace_ignores_lone_returns",
        believes="Knows no newline without a line feed",
        fails={"02.2.waits": "return-forgotten"},
        edits=[
            (
                r"""
                (b"LGA\r", b"BOS"),
                (b"BOS", b""),
                """,
                r"""
                (b"", b"LGA\rBOS"),
                (b"LGA\rBOS", b""),
                """,
            )
        ],
    ),
    Wrong(
        "trace_waits_for_ever",
        believes="Has the last line wait for a newline that never comes",
        fails={"02.2.waits": "end-lost"},
        edits=[('(b"BOS", b""),', '(b"", b"BOS"),')],
    ),
    Wrong(
        "trace_stops",
        believes="Stops at the first carriage return",
        fails={"02.2.waits": "stops"},
        edits=[
            (
                r"""
                (b"JFK\r\n", b"LG"),
                (b"", b"LGA\r"),
                (b"LGA\r", b"BOS"),
                (b"BOS", b""),
                """,
                "",
            )
        ],
    ),
]
