"""Misconceptions about task 00.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops",
        believes="Leaves out the last expression",
        fails={"00.2.kinds": "stops"},
        edits=[
            ('\'b"abc" == "abc"\': False,', ""),
        ],
    ),
    Wrong(
        "trace_in_quotes",
        believes="Writes what is shown, as text",
        fails={"00.2.kinds": "as-text"},
        edits=[
            ('\'b"abc"[:1]\': b"a",', "'b\"abc\"[:1]': \"b'a'\","),
        ],
    ),
    Wrong(
        "trace_bytes_twice",
        believes="Counts bytes in the text, too",
        fails={"00.2.kinds": "characters"},
        edits=[
            (
                "'len(\"Zürich\")': 6,",
                "'len(\"Zürich\")': 7,",
            ),
        ],
    ),
    Wrong(
        "trace_one_byte_each",
        believes="Counts a byte for each character",
        fails={"00.2.kinds": "bytes-as-characters"},
        edits=[
            ("'len(\"Zürich\".encode())': 7,", "'len(\"Zürich\".encode())': 6,"),
        ],
    ),
    Wrong(
        "trace_element_is_text",
        believes="Takes an element of bytes for text",
        fails={"00.2.kinds": "element-as-text"},
        edits=[
            ("'b\"abc\"[0]': 97,", '\'b"abc"[0]\': "a",'),
        ],
    ),
    Wrong(
        "trace_slice_is_a_number",
        believes="Takes a slice of one byte for a number",
        fails={"00.2.kinds": "slice-as-text"},
        edits=[
            ('\'b"abc"[:1]\': b"a",', "'b\"abc\"[:1]': 97,"),
        ],
    ),
    Wrong(
        "trace_equal",
        believes="Believes that bytes are equal to the text that they stand for",
        fails={"00.2.kinds": "equal"},
        edits=[
            ('\'b"abc" == "abc"\': False,', '\'b"abc" == "abc"\': True,'),
        ],
    ),
]
