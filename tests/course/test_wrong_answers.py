"""Edits that make a wrong answer of a solution: they find their lines, or say why they do not."""

from __future__ import annotations

import re

import pytest

from maif_course.errors import CourseError
from maif_course.lesson.wrong_answers import edited


def test_edits_find_their_lines_in_the_source_as_it_was() -> None:
    assert edited("a = 1\nb = 2", [("b = 2", "a = 1"), ("a = 1", "b = 2")]) == "b = 2\na = 1"


def test_an_edit_takes_over_the_indentation_of_its_place() -> None:
    source = "if a:\n    for b in c:\n        yield b\n"
    block = """
            for b in c:

                if b:
                    yield b
            """
    assert edited(source, [("for b in c:\n    yield b", block)]) == (
        "if a:\n    for b in c:\n\n        if b:\n            yield b"
    )


def test_an_edit_takes_whole_lines_away() -> None:
    assert edited("a = 1\nb = 2\nc = 3", [("a = 1\nb = 2", "")]) == "c = 3"


@pytest.mark.parametrize(
    ("edits", "complaint"),
    [
        ([("= 1", "= 2")], "must occur once in the solution, not 0 times: '= 1'"),
        ([("a = 1", "a = 2")], "must occur once in the solution, not 2 times: 'a = 1'"),
        ([("", "a = 2")], "an edit names no line that it changes"),
        ([("a = 1\nb = 2", "a = 2"), ("b = 2\na = 1", "b = 3")], "two edits change this line: 'b = 2'"),
    ],
)
def test_an_edit_that_is_not_clear_is_refused(edits: list[tuple[str, str]], complaint: str) -> None:
    with pytest.raises(CourseError, match=re.escape(complaint)):
        edited("a = 1\nb = 2\na = 1", edits, "the solution")
