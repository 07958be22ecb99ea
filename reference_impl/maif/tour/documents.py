"""Where the tour's documents come from: a folder of Python source, taken apart into modules, classes and functions."""

from __future__ import annotations

import ast
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import partial
from importlib.util import decode_source
from pathlib import Path
from typing import NamedTuple

from maif.parallel import map_ordered

LEFT_OUT = {"site-packages", "dist-packages", "__pycache__"}  # folders that are not the library's own

# Whatever may be wrong with a file or its bytes; for nesting that is too deep, Python's parser raises the last two.
UNREADABLE = (OSError, SyntaxError, ValueError, LookupError, RecursionError, MemoryError)

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_BODIES = ("body", "handlers", "orelse", "finalbody", "cases")  # where a statement has others inside, as they follow


class Document(NamedTuple):
    """A module, class or function: its dotted name, where its source begins, its docstring's first line, its source."""

    name: str
    kind: str
    path: str
    line: int
    summary: str
    source: str


def source_files(root: Path) -> Iterator[Path]:
    """Yield the Python files below a folder, in the order of their names, as the folders are walked."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(set(subfolders) - LEFT_OUT)
        for name in sorted(names):
            if name.endswith(".py"):
                yield Path(folder, name)


class SourceParser:
    """Takes source files apart. `skipped` counts those that could not be read, by the name of the error.

    >>> _ = Path("shapes.py").write_text("class Circle:\\n    def area(self):\\n        'Measure it.'\\n")
    >>> for document in SourceParser(Path(".")).parse(Path("shapes.py")):
    ...     print(document.line, document.kind, document.name, document.summary)
    1 module shapes
    1 class shapes.Circle
    2 function shapes.Circle.area Measure it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.skipped: Counter[str] = Counter()

    def parse(self, path: Path) -> Iterator[Document]:
        """Yield the documents in a file, in the order of the source; none if the file cannot be read."""
        try:
            source = decode_source(path.read_bytes())
            module = _syntax_tree(source)
        except UNREADABLE as error:
            self.skipped[type(error).__name__] += 1
            return
        relative = path.relative_to(self.root)
        yield Document(_module_name(relative), "module", str(relative), 1, _summary(module), source)
        lines = source.split("\n")  # and not at form feeds, as splitlines would: Python counts lines by newlines
        for name, node in _definitions(module, _module_name(relative)):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            first = min(part.lineno for part in (node, *node.decorator_list))
            yield Document(
                name, kind, str(relative), first, _summary(node), "\n".join(lines[first - 1 : node.end_lineno])
            )


class ParsedFiles:
    """Takes the source files below a folder apart in processes: iterate over it, and `parse` unpacks what comes.

    Python's parser holds the interpreter's lock: threads would wait for each other. `skipped`: as in `SourceParser`.

    >>> _ = Path("shapes.py").write_text("class Circle: ...\\n")
    >>> files = ParsedFiles(Path("."))
    >>> [document.name for file in files for document in files.parse(file)]
    ['shapes', 'shapes.Circle']
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.skipped: Counter[str] = Counter()

    def __iter__(self) -> Iterator[ParsedFile]:
        return map_ordered(partial(_take_apart, self.root), source_files(self.root), backend="processes")

    def parse(self, file: ParsedFile) -> Iterator[Document]:
        """Yield the documents in a file, as `SourceParser.parse` does."""
        self.skipped.update(file.skipped)
        yield from file.documents


class ParsedFile(NamedTuple):
    """What comes back from a process that took a file apart."""

    documents: list[Document]
    skipped: Counter[str]


def _take_apart(root: Path, path: Path) -> ParsedFile:
    parser = SourceParser(root)
    return ParsedFile(list(parser.parse(path)), parser.skipped)


def _syntax_tree(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a library's tests hold doubtful code on purpose
        return ast.parse(source)


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _definitions(module: ast.Module, name: str) -> Iterator[tuple[str, _Definition]]:
    """Yield each definition with its dotted name, in the order of the source.

    The stack is a list of our own, because a long chain of `elif` nests deeper than Python's recursion goes.
    """
    stack: list[tuple[str, ast.AST]] = [(name, module)]
    while stack:
        name, node = stack.pop()
        if isinstance(node, _Definition):
            name = f"{name}.{node.name}"
            yield name, node
        inside = [(name, child) for body in _BODIES for child in getattr(node, body, ())]
        stack.extend(reversed(inside))


def _summary(node: ast.Module | _Definition) -> str:
    docstring = ast.get_docstring(node, clean=False) or ""
    return docstring.strip().partition("\n")[0].rstrip()
