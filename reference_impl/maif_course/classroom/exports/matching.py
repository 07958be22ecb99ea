"""Which row of a platform's own list is about which student."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maif_course.classroom.submissions import Student


@dataclass(frozen=True, slots=True)
class Matched:
    """The student of each row, by the row's number; students of no row; and rows that several students fit."""

    students: Mapping[int, Student]
    left: Sequence[Student]
    unclear: Sequence[str]


def matched(students: Iterable[Student], rows: Sequence[Sequence[str]]) -> Matched:
    """Match students with rows, of each of which all names by which somebody may be known are given, the surest first.

    >>> ada, bob = Student("411", "lovelaceada"), Student("bob")
    >>> found = matched([ada, bob], [["411", "Lovelace, Ada"], ["7", "bob@example.org", "Bob"]])
    >>> [found.students[row].id for row in (0, 1)], found.left
    (['411', 'bob'], [])
    """
    found: dict[int, Student] = {}
    left, unclear = [], []
    for student in students:
        rows_of = _rows_of(student, rows)
        if len(rows_of) == 1 and rows_of[0] not in found:
            found[rows_of[0]] = student
        elif rows_of:
            unclear.append(f"{student} fits {'several rows' if len(rows_of) > 1 else 'a row that another one fits'}")
        else:
            left.append(student)
    return Matched(found, left, unclear)


def _rows_of(student: Student, rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the rows that name a student most surely: by the id as it is, then by the name however it is written."""
    exact = [number for number, names in enumerate(rows) if student.id in names]
    if exact:
        return exact
    for known in (student.id, student.name):
        if plain := _plain(known):
            fitting = [n for n, names in enumerate(rows) if plain in {form for name in names for form in _forms(name)}]
            if fitting:
                return fitting
    return []


def _forms(name: str) -> Iterable[str]:
    """Yield the ways in which platforms write one name: whole, turned round at its comma, before its @."""
    yield _plain(name)
    last, comma, first = name.partition(",")
    if comma:
        yield _plain(first + last)
    if "@" in name:
        yield _plain(name.partition("@")[0])


def _plain(name: str) -> str:
    whole = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in whole if letter.isalnum())
