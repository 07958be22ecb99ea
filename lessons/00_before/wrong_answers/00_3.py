"""Misconceptions about task 00.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "noted_shared",
        believes="Makes the list once, where the function is defined",
        fails={"00.3.own": "shared"},
        edits=[
            ("def noted(note, notes=None):", "def noted(note, notes=[]):"),
        ],
    ),
    Wrong(
        "noted_copies",
        believes="Adds to a copy",
        fails={"00.3.own": "copied"},
        edits=[
            (
                """
                notes.append(note)
                return notes
                """,
                "return [*notes, note]",
            ),
        ],
    ),
    Wrong(
        "noted_copies_what_has_notes",
        believes="Adds to a copy of a list that has notes",
        fails={"00.3.own": "copied"},
        edits=[
            (
                """
                notes.append(note)
                return notes
                """,
                """
                if notes:
                    return [*notes, note]
                notes.append(note)
                return notes
                """,
            ),
        ],
    ),
    Wrong(
        "noted_falsy",
        believes="Takes an empty list for none",
        fails={"00.3.own": "empty-replaced"},
        edits=[
            ("if notes is None:", "if not notes:"),
        ],
    ),
]
