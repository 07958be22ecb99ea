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
from typing import Any

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

    `fails` names the checks that must fail; `cause` is the cause that they name. Both are empty for a right answer.
    """

    name: str
    task: str
    source: str
    about: str
    fails: frozenset[str]
    cause: Mapping[str, str]
    path: Path


def read_answer(path: Path, solution: str) -> Answer:
    """Read an answer's file; raise `LessonError` where it is not in order.

    `solution` is the solved piece cell of its task, which `INSTEAD_OF` and `WRITES` edit.
    """
    text = path.read_text(encoding="utf-8")
    said = _constants(text)
    source = text
    if "INSTEAD_OF" in said:
        old, new = said["INSTEAD_OF"], said.get("WRITES")
        if not isinstance(new, str):
            raise LessonError("INSTEAD_OF needs WRITES", path, _line_of(text, "INSTEAD_OF"))
        if (count := solution.count(old)) != 1:
            what = f"INSTEAD_OF must occur once in the solution of {said['TASK']}, not {count} times: {old!r}"
            raise LessonError(what, path, _line_of(text, "INSTEAD_OF"))
        source = solution.replace(old, new)
    fails = frozenset(said.get("FAILS", ()))
    cause = said.get("CAUSE", "")
    causes = cause if isinstance(cause, dict) else dict.fromkeys(fails, cause)
    if not ast.get_docstring(ast.parse(text)):
        raise LessonError("an answer begins with a docstring: what does its author believe?", path)
    return Answer(path.stem, said["TASK"], source, ast.get_docstring(ast.parse(text)) or "", fails, causes, path)


def task_of(path: Path) -> str:
    """Return the task that an answer's file belongs to."""
    task = _constants(path.read_text(encoding="utf-8")).get("TASK")
    if not isinstance(task, str):
        raise LessonError('an answer says which task it belongs to: TASK = "01.2"', path)
    return task


def _constants(text: str) -> dict[str, Any]:
    """Return the values of the names in capitals that a file defines at its top level, without running it."""
    said: dict[str, Any] = {}
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            (target,) = statement.targets
            if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
                pairs = list(zip(target.elts, statement.value.elts, strict=True))
            else:
                pairs = [(target, statement.value)]
            for name, value in pairs:
                if isinstance(name, ast.Name) and name.id in {"TASK", "FAILS", "CAUSE", "INSTEAD_OF", "WRITES"}:
                    said[name.id] = ast.literal_eval(value)
    return said


def _line_of(text: str, word: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(word)), 1)
