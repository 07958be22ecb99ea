"""Running the code of cells without a kernel: magics left out, `await` allowed at the top level."""

from __future__ import annotations

import ast
import asyncio
import inspect
import linecache
from collections.abc import Mapping
from typing import Any

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def parsed(source: str) -> ast.Module:
    """Return a cell's syntax tree; raise `SyntaxError`."""
    tree = compile(python_only(source), "<cell>", "exec", ast.PyCF_ONLY_AST | _AWAIT)
    assert isinstance(tree, ast.Module)
    return tree


def python_only(source: str) -> str:
    """Return a cell's source with the lines that only a kernel understands made empty.

    >>> python_only("%timeit f()\\nx = 1")
    '\\nx = 1'
    """
    return "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())


def run_cell(source: str | ast.Module, name: str, namespace: dict[str, Any], text: str | None = None) -> None:
    """Run one cell in a namespace. A traceback calls it `name` and shows its lines, which `text` gives for a tree."""
    shown = source if isinstance(source, str) else text or ""
    linecache.cache[name] = (len(shown), None, [f"{line}\n" for line in shown.splitlines()], name)
    code = compile(python_only(source) if isinstance(source, str) else source, name, "exec", _AWAIT, dont_inherit=True)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, namespace))
    else:
        exec(code, namespace)


def fresh_namespace() -> dict[str, Any]:
    """Return a namespace like a notebook's."""
    return {"__name__": "__main__", "__builtins__": __builtins__}


def definitions(source: str) -> ast.Module:
    """Return a cell's imports, definitions and constants: what it leaves behind, without what it does meanwhile.

    >>> ast.unparse(definitions("import math\\nLIMIT = 3\\nprint(LIMIT)\\ndef f(): return LIMIT"))
    'import math\\nLIMIT = 3\\n\\ndef f():\\n    return LIMIT'
    """
    tree = parsed(source)
    kept = [statement for statement in tree.body if isinstance(statement, _LASTING) or _is_assignment(statement)]
    return ast.Module(kept, tree.type_ignores)


_LASTING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_assignment(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None


def names_defined(tree: ast.Module) -> Mapping[str, ast.stmt]:
    """Return the names that the top level of a tree defines itself (imports left out), each with its statement."""
    found: dict[str, ast.stmt] = {}
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[statement.name] = statement
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found |= {
                node.id: statement for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
            }
    return found
