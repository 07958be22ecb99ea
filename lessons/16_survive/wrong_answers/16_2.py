"""Misconceptions about task 16.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_wants_the_new",
        believes="Allows the new text alone, also while it is written",
        fails={"16.2.verdicts": "fails-right"},
        edits=[
            (
                'assert all(moment["data"] <= held | {text} for moment in disk.moments[begin:])',
                'assert all(moment["data"] == {text} for moment in disk.moments[begin:])',
            ),
        ],
    ),
    Wrong(
        "examine_the_end_alone",
        believes="Looks at the end alone",
        fails={"16.2.verdicts": "spares-in-place"},
        edits=[
            ('assert all(moment["data"] <= held | {text} for moment in disk.moments[begin:])', ""),
        ],
    ),
    Wrong(
        "examine_allows_nothing",
        believes="Allows an empty file",
        fails={"16.2.verdicts": "spares-in-place"},
        edits=[
            (
                'assert all(moment["data"] <= held | {text} for moment in disk.moments[begin:])',
                'assert all(moment["data"] <= held | {text, ""} for moment in disk.moments[begin:])',
            ),
        ],
    ),
    Wrong(
        "examine_unsynced",
        believes="Looks for the new text among what is possible in the end",
        fails={"16.2.verdicts": "spares-unsynced"},
        edits=[
            (
                'assert all(moment["data"] <= held | {text} for moment in disk.moments[begin:])',
                'assert all(moment["data"] <= held | {text} for moment in disk.moments[begin : begin + 1])',
            ),
            ("held = {text}", 'held = disk.possible("data")'),
            ('assert disk.possible("data") == held', 'assert text in disk.possible("data")'),
        ],
    ),
    Wrong(
        "examine_first_call",
        believes="Looks at the moments after the first call and at the end",
        fails={"16.2.verdicts": "spares-late"},
        edits=[
            (
                'assert all(moment["data"] <= held | {text} for moment in disk.moments[begin:])',
                'assert disk.moments[begin]["data"] <= held | {text}',
            ),
        ],
    ),
    Wrong(
        "examine_not_the_end",
        believes="Looks at the moments alone",
        fails={"16.2.verdicts": "spares-end"},
        edits=[
            ("held = {text}", "held |= {text}"),
            ('assert disk.possible("data") == held', ""),
        ],
    ),
    Wrong(
        "examine_none_allowed",
        believes="Takes None for the old text",
        fails={"16.2.verdicts": "spares-gone"},
        edits=[
            ('held = {"old"}', 'held = {"old", None}'),
            ("held = {text}", "held = {text, None}"),
            ('assert disk.possible("data") == held', 'assert disk.possible("data") <= held'),
        ],
    ),
    Wrong(
        "examine_once",
        believes="Saves once",
        fails={"16.2.verdicts": "spares-second"},
        edits=[
            ('for text in ("new", "newest"):', 'for text in ("new",):'),
        ],
    ),
    Wrong(
        "examine_keeps_the_first",
        believes="Allows each text that was ever there",
        fails={"16.2.verdicts": "spares-first"},
        edits=[
            (
                "held = {text}",
                "held |= {text}",
            ),
            (
                'assert disk.possible("data") == held',
                'assert disk.possible("data") == {text}',
            ),
        ],
    ),
]
