"""Wrong answers: misconceptions, written as edits of a task's solution or as definitions of their own.

`wrong_answers/07_3.py` holds `ANSWERS`, a list of `Wrong` in the order of the causes of task 07.3's checks. Where the
algorithm is another one, the whole definition stands beside the list, in `wrong_answers/07_3/NAME.py`.
"""

from __future__ import annotations

import ast
import runpy
import textwrap
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from maif_course.errors import CourseError, LessonError
from maif_course.lesson.answers import Answer


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer as its author writes it down.

    `believes` is the misconception, in a sentence. `fails` maps each check that must fail to the cause that it names,
    or to None where any cause will do; the other checks of the task pass. `edits` are pairs of texts for `edited`.
    An answer without edits is the definition in the file that has its name.
    """

    name: str
    believes: str = field(kw_only=True)
    fails: Mapping[str, str | None] = field(kw_only=True)
    edits: Sequence[tuple[str, str]] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if not all(isinstance(edit, tuple) and len(edit) == 2 for edit in self.edits):
            raise CourseError(f"the edits of {self.name!r} are no pairs: edits=[(instead of these lines, these), …]")


def read_wrong_answers(folder: Path, task: str, solution: str) -> tuple[Answer, ...]:
    """Return a task's wrong answers, in their order; raise `LessonError` where a file is not in order.

    `solution` is the solved piece cell, which edits change. Each edit finds its lines there, whatever the others do.
    """
    path = folder / f"{task.replace('.', '_')}.py"
    definitions = {file.stem: file for file in sorted(path.with_suffix("").glob("*.py"))}
    answers: dict[str, Answer] = {}
    for wrong, line in _listed(path) if path.exists() else []:
        if wrong.name in answers:
            raise LessonError(f"two wrong answers to {task} have the name {wrong.name!r}", path, line)
        if wrong.edits:
            try:
                source = edited(solution, wrong.edits, f"the solution of {task}")
            except CourseError as error:
                raise LessonError(f"{wrong.name!r} cannot be made: {error}", path, line) from None
        elif definition := definitions.pop(wrong.name, None):
            source = definition.read_text(encoding="utf-8")
        else:
            missing = f"{path.stem}/{wrong.name}.py"
            raise LessonError(f"{wrong.name!r} has no edits, and there is no definition {missing}", path, line)
        answers[wrong.name] = Answer(wrong.name, task, source, wrong.believes, wrong.fails, path, line)
    for name, file in definitions.items():
        raise LessonError(f"no wrong answer in {path.name} is {name!r} and has no edits", file)
    return tuple(answers.values())


def edited(source: str, edits: Sequence[tuple[str, str]], called: str = "the source") -> str:
    r"""Return a source in which other lines stand instead of some.

    Each edit is a pair: one or more whole lines, and what to write there; nothing, to leave them out. Both are given
    without the indentation that their lines share. Raises `CourseError`, in which the source is `called` so, unless
    the lines of each edit occur once in the source as it was, apart from those of any other edit.

    >>> source = "for item in items:\n    if item:\n        yield item"
    >>> print(edited(source, [("if item:", "if item is not None:")]))
    for item in items:
        if item is not None:
            yield item
    >>> print(edited(source, [("if item:\n    yield item", "yield item")]))
    for item in items:
        yield item
    """
    lines = source.splitlines()
    places: list[tuple[int, int, list[str]]] = []
    for old, new in edits:
        wanted = _unindented(old)
        if not wanted:
            raise CourseError("an edit names no line that it changes")
        size = len(wanted)
        found = [n for n in range(len(lines) - size + 1) if _unindented("\n".join(lines[n : n + size])) == wanted]
        if len(found) != 1:
            raise CourseError(f"these lines must occur once in {called}, not {len(found)} times: {old!r}")
        start, stop = found[0], found[0] + size
        written = textwrap.indent("\n".join(_unindented(new)), _indentation(lines[start:stop]))
        places.append((start, stop, written.splitlines()))
    places.sort()
    for (_, stop, _), (start, _, _) in pairwise(places):
        if start < stop:
            raise CourseError(f"two edits change this line: {lines[start]!r}")
    for start, stop, replacement in reversed(places):
        lines[start:stop] = replacement
    return "\n".join(lines)


def _unindented(text: str) -> list[str]:
    return textwrap.dedent(text).strip("\n").splitlines()


def _indentation(lines: list[str]) -> str:
    return min((line[: len(line) - len(line.lstrip())] for line in lines if line.strip()), key=len)


def _listed(path: Path) -> list[tuple[Wrong, int]]:
    """Return the wrong answers that a file lists, each with the line on which its name stands."""
    try:
        answers = runpy.run_path(str(path)).get("ANSWERS")
    except Exception as error:
        inside = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else inside[-1] if inside else None
        raise LessonError(f"wrong answers cannot be read: {error}", path, line or 1) from error
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    lines = sorted((call.args or [call])[0].lineno for call in calls if ast.unparse(call.func) == "Wrong")
    if not isinstance(answers, list) or not all(isinstance(answer, Wrong) for answer in answers):
        raise LessonError("wrong answers stand in a list: ANSWERS = [Wrong(…), …]", path)
    if len(answers) != len(lines):
        raise LessonError(f"{len(answers)} wrong answers are listed, and {len(lines)} written: write out each", path)
    return list(zip(answers, lines, strict=True))
