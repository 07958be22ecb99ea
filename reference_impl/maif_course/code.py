"""Running the code of cells without a kernel: magics left out, `await` allowed at the top level."""

from __future__ import annotations

import ast
import asyncio
import inspect
import linecache
import re
from collections.abc import Mapping
from typing import Any

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def parsed(source: str) -> ast.Module:
    """Return a cell's syntax tree; raise `SyntaxError`."""
    tree = compile(python_only(source), "<cell>", "exec", ast.PyCF_ONLY_AST | _AWAIT)
    assert isinstance(tree, ast.Module)
    return tree


def python_only(source: str) -> str:
    """Return a cell's source with what only a kernel understands left out: magics, shell commands, questions.

    A line that Python understands stays, whatever it begins with.

    >>> python_only("%timeit f()\\nx = 1\\nfiles = !ls\\nx?")
    'pass\\nx = 1\\npass\\npass'
    >>> python_only("%%time\\ny = 2")
    'y = 2'
    >>> python_only("template = \'\'\'\\n%s\'\'\'")
    "template = \'\'\'\\n%s\'\'\'"
    """
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        return python_only(rest) if first[2:].split()[:1] in _RUN_THEIR_CELL else ""
    lines = source.split("\n")
    for _ in lines:
        try:
            compile("\n".join(lines), "<cell>", "exec", ast.PyCF_ONLY_AST | _AWAIT)
            break
        except SyntaxError as error:
            number = min(error.lineno or 1, len(lines)) - 1
            if not _FOR_A_KERNEL.match(lines[number]):
                break
            lines[number] = lines[number][: len(lines[number]) - len(lines[number].lstrip())] + "pass"
        except (ValueError, RecursionError, MemoryError):  # a null byte; nested beyond what the parser takes
            break
    return "\n".join(lines)


_FOR_A_KERNEL = re.compile(r"\s*(?:[%!?]|.*\?\s*$|[\w.,\s\[\]\"']+=\s*[%!])")
_RUN_THEIR_CELL = (["time"], ["capture"], ["prun"])


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


def definitions(tree: ast.Module) -> ast.Module:
    """Return a cell's imports, definitions and constants: what it leaves behind, without what it does meanwhile.

    >>> ast.unparse(definitions(parsed("import math\\nLIMIT = 3\\nprint(LIMIT)\\ndef f(): return LIMIT")))
    'import math\\nLIMIT = 3\\n\\ndef f():\\n    return LIMIT'
    """
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


def names_bound(statement: ast.AST) -> set[str]:
    """Return the names that a statement leaves behind, imports and loops included.

    >>> sorted(names_bound(parsed("for n in range(3):\\n    import os.path, re as regex\\n    last = n").body[0]))
    ['last', 'n', 'os', 'regex']
    """
    found: set[str] = set()
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            found |= names_bound(node)
        else:
            found |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and _is_stored(name)}
    return found


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)
