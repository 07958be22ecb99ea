"""Marks in a student's source for a person to look at: never a verdict.

Gauges, as what was pulled or held, are read in the student's process. Who has the right values and changes a gauge can
fake laziness, and leaves one of these marks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from maif_course.code import parsed

NAMES = {"_getframe", "currentframe", "f_back", "f_globals", "f_locals", "gi_frame", "modules", "setattr", "tb_frame"}
ATTRIBUTES = {"__code__", "__globals__", "__subclasses__", "__traceback__", "closed", "most", "pulled"}
MODULES = {"ctypes", "gc", "importlib", "inspect", "maif_course", "maif_course_checks", "tracemalloc"}


def suspicions(source: str) -> list[str]:
    """Return what of a cell is worth a look, each with its line, in the order of the lines.

    >>> suspicions("import gc\\ndef f(source):\\n    source.pulled = 3\\n    return source.closed")
    ['line 1: imports gc', 'line 3: changes .pulled']
    >>> suspicions("from maif_course import check, hint")
    []
    >>> suspicions("import sys\\nsys.modules['maif_course_checks']")
    ['line 2: uses modules']
    """
    try:
        tree = parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = [(node.lineno, what) for node in ast.walk(tree) if isinstance(node, _PLACED) for what in _marks(node)]
    return [f"line {line}: {what}" for line, what in sorted(set(found))]


_PLACED = (ast.expr, ast.stmt)


def _marks(node: ast.expr | ast.stmt) -> Iterator[str]:
    match node:
        case ast.Import(names):
            yield from (f"imports {name.name}" for name in names if name.name.partition(".")[0] in MODULES)
        case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] in MODULES:
            if module != "maif_course" or {name.name for name in names} - {"check", "hint"}:
                yield f"imports from {module}"
        case ast.Name(name) if name in NAMES:
            yield f"uses {name}"
        case ast.Attribute(attr=name) if name in NAMES:
            yield f"uses {name}"
        case ast.Attribute(ast.Name("self"), attr=name) if not name.startswith("__"):
            pass  # an object's own
        case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()) if name in ATTRIBUTES:
            yield f"changes .{name}"
        case ast.Attribute(attr=name) if name in ATTRIBUTES and name.startswith("__"):
            yield f"uses {name}"
