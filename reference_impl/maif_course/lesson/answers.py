"""What can stand in a task's piece cell: the solution, the stub that is shipped, wrong and right answers.

A solution region lies between `### BEGIN SOLUTION` and `### END SOLUTION`. The exercise has
`raise NotImplementedError` there, or the lines that follow `### INSTEAD` in the region, each behind `# `. A region of
`### LIBRARY maif.x.y` alone is the body of that function, taken from the library, so that there is one copy.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from maif_course.errors import LessonError

BEGIN, END, INSTEAD = "### BEGIN SOLUTION", "### END SOLUTION", "### INSTEAD"
_LIBRARY = re.compile(r"\s*### LIBRARY ([\w.]+)\s*$")


@dataclass(frozen=True, slots=True)
class Region:
    """A piece cell, cut at its marks; the three lists hold lines."""

    before: list[str]
    solution: list[str]
    instead: list[str]
    after: list[str]
    indent: str


def region(source: str, path: Path, line: int) -> Region:
    """Cut a piece cell; raise `LessonError` unless it has exactly one well-formed solution region."""
    lines = source.splitlines()
    marks = {mark: [n for n, text in enumerate(lines) if text.strip() == mark] for mark in (BEGIN, END, INSTEAD)}
    if len(marks[BEGIN]) != 1 or len(marks[END]) != 1 or marks[END][0] < marks[BEGIN][0] or len(marks[INSTEAD]) > 1:
        raise LessonError(f"a piece needs one region from {BEGIN!r} to {END!r}", path, line)
    for number, text in enumerate(lines):
        if text.strip().startswith("###") and text.strip() not in marks and not _LIBRARY.match(text):
            raise LessonError(f"unknown mark {text.strip()!r}", path, line + number)
    begin, end = marks[BEGIN][0], marks[END][0]
    middle = marks[INSTEAD][0] if marks[INSTEAD] else end
    if not begin < middle <= end:
        raise LessonError(f"{INSTEAD!r} must stand inside the solution region", path, line + middle)
    indent = lines[begin][: len(lines[begin]) - len(lines[begin].lstrip())]
    solution = lines[begin + 1 : middle]
    if len(solution) == 1 and (named := _LIBRARY.match(solution[0])):
        solution = textwrap.indent(library_body(named[1], path, line + begin + 1), indent).splitlines()
    instead = [_uncommented(text, indent, path, line + middle) for text in lines[middle + 1 : end]]
    return Region(lines[:begin], solution, instead, lines[end + 1 :], indent)


def solved(source: str, path: Path, line: int) -> str:
    """Return the piece cell with its solution, between the marks."""
    cut = region(source, path, line)
    return "\n".join([*cut.before, cut.indent + BEGIN, *cut.solution, cut.indent + END, *cut.after])


def stubbed(source: str, path: Path, line: int) -> str:
    """Return the piece cell as the learner finds it."""
    cut = region(source, path, line)
    return "\n".join([*cut.before, *(cut.instead or [f"{cut.indent}raise NotImplementedError"]), *cut.after])


def library_body(name: str, path: Path, line: int) -> str:
    """Return the body of a function of the library, without its docstring and without indentation."""
    module, _, attribute = name.rpartition(".")
    try:
        source = textwrap.dedent(inspect.getsource(getattr(importlib.import_module(module), attribute)))
    except (ImportError, AttributeError, TypeError) as error:
        raise LessonError(f"the library has no function {name}", path, line) from error
    (definition,) = ast.parse(source).body
    assert isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef))
    statements = definition.body[1:] if ast.get_docstring(definition) else definition.body
    return textwrap.dedent("\n".join(source.splitlines()[statements[0].lineno - 1 :]))


def _uncommented(text: str, indent: str, path: Path, line: int) -> str:
    if not text.startswith(f"{indent}#"):
        raise LessonError(f"a line after {INSTEAD!r} must begin with '# '", path, line + 1)
    return (indent + text[len(indent) + 1 :].removeprefix(" ")).rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """A wrong or a right answer: what it says of itself, and the source of the piece cell with it.

    `fails` maps each check that must fail to the cause that it names, or to None where any will do; a right answer
    fails none. `path` and `line` say where it is written.
    """

    name: str
    task: str
    source: str
    about: str
    fails: Mapping[str, str | None]
    path: Path
    line: int = 1


def read_right_answers(folder: Path) -> list[Answer]:
    """Read the right answers to a lesson's tasks: a file each, a whole definition behind a docstring and `TASK`."""
    return [_right_answer(path) for path in sorted(folder.glob("*.py"))]


def _right_answer(path: Path) -> Answer:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    about = ast.get_docstring(tree)
    if not about:
        raise LessonError("a right answer begins with a docstring: what does its author do?", path)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "TASK":
            return Answer(path.stem, ast.literal_eval(statement.value), source, about, {}, path)
    raise LessonError('a right answer says which task it belongs to: TASK = "01.2"', path)
