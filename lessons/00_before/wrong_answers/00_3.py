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
        "noted_cleared",
        believes="Clears the one default list, and gives it away again",
        fails={"00.3.own": "same-list"},
        edits=[
            ("def noted(note, notes=None):", "def noted(note, notes=[]):"),
            (
                """
                if notes is None:
                    notes = []
                """,
                """
                if notes is noted.__defaults__[0]:
                    notes.clear()
                """,
            ),
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
    Wrong(
        "noted_once",
        believes="Adds a note that is not there yet",
        fails={"00.3.own": "once"},
        edits=[
            (
                "notes.append(note)",
                """
                if note not in notes:
                    notes.append(note)
                """,
            ),
        ],
    ),
    Wrong(
        "noted_no_none",
        believes="Takes None for no note",
        fails={"00.3.own": "none"},
        edits=[
            (
                "notes.append(note)",
                """
                if note is not None:
                    notes.append(note)
                """,
            ),
        ],
    ),
    Wrong(
        "noted_lists_apart",
        believes="Adds what is in a list, one by one",
        fails={"00.3.own": "list"},
        edits=[
            (
                "notes.append(note)",
                "notes.extend(note if isinstance(note, list) else [note])",
            ),
        ],
    ),
]
