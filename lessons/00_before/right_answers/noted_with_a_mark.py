"""Has a default that nobody else can give."""

TASK = "00.3"

NONE = object()


def noted(note, notes=NONE):
    if notes is NONE:
        return [note]
    notes.insert(len(notes), note)
    return notes
