"""The course as a student's process finds it: without answers, and without what the lesson asks for.

A copy of `maif` in which the bodies of the lesson's pieces are a raise, so that the library's own piece earns nothing,
however it is reached: imported, wrapped, or read as source. And a copy of `maif_course` without lessons, in which
`check` and `hint` say nothing, for verdicts are given elsewhere.
"""

from __future__ import annotations

import ast
import importlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from maif_course.code import names_defined
from maif_course.learner.assemble import LIBRARY

ANSWERS = ("lessons", "contracts", "__pycache__")
_SILENT = '''"""The course's tools, as they are while a notebook is graded: verdicts are given elsewhere."""


def check(name):
    """Say nothing."""


def hint(name):
    """Say nothing."""
'''


def course_without(pieces: Iterable[str], folder: Path) -> None:
    """Make `folder/maif` and `folder/maif_course`, which a student's process may import, without these pieces."""
    course = Path(__file__).parents[1]
    shutil.copytree(LIBRARY, folder / "maif", ignore=shutil.ignore_patterns(*ANSWERS))
    shutil.copytree(course, folder / "maif_course", ignore=shutil.ignore_patterns(*ANSWERS))
    (folder / "maif_course" / "__init__.py").write_text(_SILENT, encoding="utf-8")
    for piece in pieces:
        _empty(folder / "maif", piece)


def _empty(library: Path, piece: str) -> None:
    """Replace what a piece does by a raise, and what nothing but the piece reads in its module."""
    module, _, name = piece.rpartition(".")
    defined_in = importlib.import_module(getattr(importlib.import_module(module), name).__module__)
    path = library / Path(str(defined_in.__file__)).relative_to(LIBRARY)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {name, *_only_read_by(tree, name)}
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and statement.name in names:
            _raise_in(statement, name)
    path.write_text(f"{ast.unparse(tree)}\n", encoding="utf-8")


def _only_read_by(tree: ast.Module, name: str) -> set[str]:
    """Return the module's private definitions that only this one reads, directly or through each other."""
    defined = names_defined(tree)
    own = {name}
    while found := {
        other
        for other in defined
        if other.startswith("_") and other not in own and (readers := _readers(defined, other)) and readers <= own
    }:
        own |= found
    return own


def _readers(defined: object, name: str) -> set[str]:
    assert isinstance(defined, dict)
    return {
        other
        for other, statement in defined.items()
        if other != name and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))
    }


def _raise_in(definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, piece: str) -> None:
    if isinstance(definition, ast.ClassDef):
        for part in definition.body:
            if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _raise_in(part, piece)
        return
    told = f"{piece} is what this task asks you to build"
    definition.body = [*definition.body[: ast.get_docstring(definition) is not None], *_raising(told)]


def _raising(told: str) -> list[ast.stmt]:
    return ast.parse(f"raise RuntimeError({told!r})").body
