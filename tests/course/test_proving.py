"""The proof over all mutants: what is made, what counts as caught, and how it is recorded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from learners import LESSONS
from maif_course.errors import LessonError
from maif_course.lesson import Lesson
from maif_course.proving.circumstances import CIRCUMSTANCES, wrapped
from maif_course.proving.mutants import mutants
from maif_course.proving.survivors import NAME, Explained, Proof, examine, out_of_date, read_proof
from maif_course.proving.trivial import trivial_answers


def changes(source: str) -> set[str]:
    return {mutant.change.replace(source.strip(), "").strip() for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("a < b", "a <= b"),
        ("a == b", "a != b"),
        ("a < b < c", "a < b <= c"),
        ("a and b", "(a or b)"),
        ("not a", "a"),
        ("x = 2", "x = 3"),
        ("x = True", "x = False"),
        ("a // b", "(a / b)"),
        ("a += b", "a -= b"),
        ("a is None", "not a"),
        ("not a", "a is None"),
        ("f(a, b)", "f(b, a)"),
        ("x = a if b else c", "x = (a)"),
        ("[a for a in b if a]", "[a for a in b if True]"),
    ],
)
def test_each_usual_mistake_is_made(source: str, becomes: str) -> None:
    assert becomes in {mutant.becomes for mutant in mutants(source)}


def test_statements_vanish_and_branches_are_always_or_never_taken() -> None:
    source = "for a in b:\n    if a:\n        break\n    c()"
    sources = {mutant.source for mutant in mutants(source)}
    assert source.replace("if a", "if True") in sources
    assert source.replace("if a", "if False") in sources
    assert source.replace("break", "continue") in sources
    assert source.replace("c()", "pass") in sources


def test_an_except_catches_more_or_less() -> None:
    source = "try:\n    a()\nexcept (OSError, ValueError):\n    b()"
    caught = {mutant.becomes for mutant in mutants(source)}
    assert {"except (OSError, ):", "except (ValueError, ):", "except Exception:", "except BaseException:"} <= caught


def test_only_what_lies_between_the_marks_is_changed_and_every_mutant_is_another_program() -> None:
    source = "A = 1\ndef f(a=1):\n    ### BEGIN SOLUTION\n    return a + 1\n    ### END SOLUTION"
    made = list(mutants(source))
    assert all(mutant.source.startswith("A = 1\ndef f(a=1):\n") for mutant in made)
    programs = [ast.dump(ast.parse(mutant.source)) for mutant in made] + [ast.dump(ast.parse(source))]
    assert len(set(programs)) == len(programs)


def test_characters_beyond_ascii_do_not_shift_a_change() -> None:
    assert "print('é ü', a <= b)" in {mutant.becomes for mutant in mutants("print('é ü', a < b)")}


def squares(items: Any) -> Iterator[Any]:
    for item in items:
        yield item * item


USES: dict[str, Callable[[Callable[[Any], Any]], object]] = {
    "a falsy item is lost": lambda piece: list(piece([1, 0, 2])),
    "a falsy item ends the source": lambda piece: list(piece([1, 0, 2])),
    "no item at all is an error": lambda piece: list(piece([])),
    "a single item is an error": lambda piece: list(piece([3])),
    "a source that cannot be subscripted is an error": lambda piece: list(piece(iter([3]))),
    "a second call ends the first": lambda piece: [
        item for pair in zip(piece([1, 2]), piece([3, 4]), strict=True) for item in pair
    ],
    "a call that is left early spoils those after it": lambda piece: (next(piece([1, 2])), list(piece([1]))),
    "one list is handed out again and again": lambda piece: list(piece([1, 2])),
}


@pytest.mark.parametrize("circumstance", CIRCUMSTANCES)
def test_a_circumstance_shows_where_it_comes_about_and_nowhere_else(circumstance: str) -> None:
    def pairs(items: Any) -> Iterator[list[Any]]:
        return ([item, item] for item in items)

    piece: Callable[[Any], Any] = pairs if circumstance.startswith("one list") else squares
    met: list[str] = []
    spoiled = wrapped(circumstance, piece, met)

    def outcome(piece: Callable[[Any], Any]) -> object:
        try:
            return USES[circumstance](piece)
        except Exception as error:
            return type(error).__name__

    assert outcome(spoiled) != outcome(piece)
    assert met
    assert list(wrapped(circumstance, piece, met)([1, 2])) == list(piece([1, 2])) or circumstance.startswith("one list")


def test_trivial_answers_keep_the_names_and_nothing_else() -> None:
    source = (
        "A = 3\nclass B:\n    def __init__(self):\n        self.c = 1\n    async def f(self, x):\n        return x + 1"
    )
    for _, answer in trivial_answers(source):
        tree = ast.parse(answer)
        assert "self.c" not in answer
        assert [type(statement) for statement in tree.body] == [ast.Assign, ast.ClassDef]


def test_a_record_is_read_as_it_was_written(specimen: Lesson, tmp_path: Any) -> None:
    lesson = replace(specimen, folder=tmp_path)
    proof = Proof("abc", {"07.3": (5, 4)}, (Explained("07.3", 'a < "b"  ->  a <= "b"', "they are never equal"),))
    (tmp_path / NAME).write_text(proof.text, encoding="utf-8")
    assert read_proof(lesson) == proof
    (tmp_path / NAME).write_text("hash = ")
    with pytest.raises(LessonError, match="cannot be read"):
        read_proof(lesson)


def test_survivors_are_told_and_explanations_count_only_for_them(specimen: Lesson) -> None:
    findings = examine(specimen)
    made, caught = findings.proof.tasks["07.3"]
    assert made > caught == made - len(findings.unexplained)
    assert made > 20
    assert not findings.holds


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_record_of_a_lesson_proves_its_checks_as_they_are(lesson: Lesson) -> None:
    assert not list(out_of_date([lesson]))
