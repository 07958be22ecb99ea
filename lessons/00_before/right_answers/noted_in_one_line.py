"""Chooses the list in one line."""

TASK = "00.3"


def noted(note, notes=None):
    notes = [] if notes is None else notes
    notes += [note]
    return notes
