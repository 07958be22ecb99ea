"""Misconceptions about task 04.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "shown_gives_up",
        believes="Leaves the mask for later",
        fails={"04.1.values": "missing"},
        edits=[('"cold[0]": 31,', '"cold[0]": None,')],
    ),
    Wrong(
        "shown_number_looks",
        believes="A single element goes on looking at the file",
        fails={"04.1.values": "number"},
        edits=[('"first": 31,', '"first": 50,')],
    ),
    Wrong(
        "shown_arithmetic_looks",
        believes="A sum looks at what it was made from",
        fails={"04.1.values": "arithmetic"},
        edits=[('"warmer[0]": 32,', '"warmer[0]": 51,')],
    ),
    Wrong(
        "shown_mask_looks",
        believes="Takes a mask for a slice",
        fails={"04.1.values": "mask"},
        edits=[('"cold[0]": 31,', '"cold[0]": 50,')],
    ),
    Wrong(
        "shown_reshape_copies",
        believes="A new shape needs a new place for the values",
        fails={"04.1.values": "view"},
        edits=[('"pairs[0, 0]": 50,', '"pairs[0, 0]": 31,')],
    ),
    Wrong(
        "shown_slice_copies",
        believes="A slice of an array is a copy, as that of a list is",
        fails={"04.1.values": "view"},
        edits=[('"evening[0]": 50,', '"evening[0]": 31,')],
    ),
]
