"""Answers without a thought, which must earn nothing: no check may pass because something is absent."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_BODIES = {
    "none": "return None",
    "empty": "return []",
    "end": "return iter(())",
    "zero": "return 0",
    "argument": "return {first}",
    "nothing-comes": "if False: yield",
}


def trivial_answers(solution: str) -> Iterator[tuple[str, str]]:
    """Yield names and sources of trivial answers to the task that a piece cell solves.

    Every function, and every method but `__init__`, has the trivial body; every other value is None, empty, or 0.

    >>> dict(trivial_answers("def pairs(items):\\n    yield from zip(items, items)"))["argument"]
    'def pairs(items):\\n    return items'
    """
    for name, body in _BODIES.items():
        tree = _Emptied(body).visit(ast.parse(solution))
        yield name, ast.unparse(ast.fix_missing_locations(tree))


class _Emptied(ast.NodeTransformer):
    def __init__(self, body: str) -> None:
        self._body = body

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._emptied(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._emptied(node)

    def _emptied(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        named = [argument.arg for argument in node.args.args if argument.arg != "self"]
        body = "pass" if node.name == "__init__" else self._body.format(first=named[0] if named else "None")
        if isinstance(node, ast.AsyncFunctionDef) and body.startswith("return iter"):
            body = "return ()"
        node.body = ast.parse(body).body
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        value = {"return None": "None", "return 0": "0"}.get(self._body, "[]")
        node.value = ast.parse(value, mode="eval").body
        return node
