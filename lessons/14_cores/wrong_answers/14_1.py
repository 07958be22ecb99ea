"""Misconceptions about task 14.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Stops after C",
        fails={"14.1.begin": "stops", "14.1.out": "stops"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [2, 5]],'),
            ('"in order": [3, 3, 11, 11, 11, 11],', '"in order": [3, 3, 11],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 11],'),
        ],
    ),
    Wrong(
        "trace_not_again",
        believes="Believes that a killed batch is gone",
        fails={"14.1.begin": "not-again"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [2], [3], [4], [5]],'),
        ],
    ),
    Wrong(
        "trace_again_alone",
        believes="Lists the last begin alone",
        fails={"14.1.begin": "again-alone"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [5], [3], [4], [6]],'),
        ],
    ),
    Wrong(
        "trace_end_of_line",
        believes="Puts the killed batch at the end of the line",
        fails={"14.1.begin": "end-of-line", "14.1.out": "waited"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [2, 6], [3], [4], [5]],'),
            ('"in order": [3, 3, 11, 11, 11, 11],', '"in order": [3, 3, 12, 12, 12, 12],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 12, 4, 6, 6],'),
        ],
    ),
    Wrong(
        "trace_all_again",
        believes="Believes that all that runs begins again",
        fails={"14.1.begin": "all-again", "14.1.out": "begun-late"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [2, 5], [3], [4, 5], [7]],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 11, 4, 7, 8],'),
        ],
    ),
    Wrong(
        "trace_dealt",
        believes="Deals batches out in advance",
        fails={"14.1.begin": "in-turn", "14.1.out": "begun-late"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [3, 5], [2], [11], [3]],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 11, 3, 13, 4],'),
        ],
    ),
    Wrong(
        "trace_new_one_free",
        believes="Has the new process take a batch beside C",
        fails={"14.1.begin": "new-one-idle", "14.1.out": "begun-late"},
        edits=[
            ('"begins": [[0], [0], [2, 5], [3], [4], [6]],', '"begins": [[0], [0], [2, 5], [3], [4], [5]],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 11, 4, 6, 6],'),
        ],
    ),
    Wrong(
        "trace_goes_on",
        believes="Believes that C goes on where it was",
        fails={"14.1.out": "goes-on"},
        edits=[
            ('"in order": [3, 3, 11, 11, 11, 11],', '"in order": [3, 3, 8, 8, 8, 8],'),
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 8, 4, 6, 7],'),
        ],
    ),
    Wrong(
        "trace_not_in_order",
        believes="Lists the ends, in order as well",
        fails={"14.1.out": "not-in-order"},
        edits=[
            ('"in order": [3, 3, 11, 11, 11, 11],', '"in order": [3, 2, 11, 4, 6, 7],'),
        ],
    ),
    Wrong(
        "trace_order_everywhere",
        believes="Has everybody wait, as completed as well",
        fails={"14.1.out": "order-everywhere"},
        edits=[
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 3, 11, 11, 11, 11],'),
        ],
    ),
    Wrong(
        "trace_late_end",
        believes="Adds up wrongly",
        fails={"14.1.out": "begun-late"},
        edits=[
            ('"as completed": [3, 2, 11, 4, 6, 7],', '"as completed": [3, 2, 11, 4, 7, 7],'),
        ],
    ),
    Wrong(
        "trace_killed_alone",
        believes="Believes that the killed batch alone is lost",
        fails={"14.1.broken": "killed-alone"},
        edits=[
            ('"broken": ["C", "E", "F"],', '"broken": ["C"],'),
        ],
    ),
    Wrong(
        "trace_running_lost",
        believes="Believes that the line is kept",
        fails={"14.1.broken": "running-only"},
        edits=[
            ('"broken": ["C", "E", "F"],', '"broken": ["C", "E"],'),
        ],
    ),
    Wrong(
        "trace_other_running",
        believes="Believes that the other process goes on",
        fails={"14.1.broken": "some-left-out"},
        edits=[
            ('"broken": ["C", "E", "F"],', '"broken": ["C", "F"],'),
        ],
    ),
    Wrong(
        "trace_all_lost",
        believes="Believes that results are lost as well",
        fails={"14.1.broken": "finished-lost"},
        edits=[
            ('"broken": ["C", "E", "F"],', '"broken": ["A", "B", "C", "D", "E", "F"],'),
        ],
    ),
]
