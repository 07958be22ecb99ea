"""Tables of a `checks.py` without what stands in them beside each case, for a comparison that is gone.

Authors write a case and what is due side by side: `{"a file of one line": (data, 1)}`. What nothing reads of such a
table any more, a dictionary's values or some parts of them, becomes None; its shape stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

Read = bool | dict[int, "Read"]
"""What is read of a value: all of it, nothing, or parts by their place."""

_Loop = ast.For | ast.AsyncFor | ast.comprehension
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_OF_KEYS = {"len", "list", "set", "sorted", "tuple"}  # what looks at the keys of a dictionary, and at nothing else


def blank_unread(tree: ast.Module) -> None:
    """Put None in the place of what no statement reads of the tables that stand at the top level."""
    tables = dict(_tables(tree))
    reads: dict[str, Read] = {}
    for statement in tree.body:
        for name, read in _reads(statement, tables):
            reads[name] = _both(reads.get(name, False), read)
    for name, table in tables.items():
        read = reads.get(name, True)  # what nothing names at all is left to others
        if isinstance(table, ast.Dict):
            table.values = [_blanked(v, read) if k else v for k, v in zip(table.keys, table.values, strict=True)]
        else:
            table.elts = [_blanked(element, read) for element in table.elts]


def _tables(tree: ast.Module) -> Iterator[tuple[str, ast.Dict | ast.List | ast.Tuple]]:
    for statement in tree.body:
        match statement:
            case ast.Assign([ast.Name(name)], (ast.Dict() | ast.List() | ast.Tuple()) as table):
                yield name, table


def _reads(statement: ast.stmt, tables: Mapping[str, ast.expr]) -> Iterator[tuple[str, Read]]:
    """Yield what a statement reads of each element of a table, or of each value of a dictionary."""
    known: set[int] = set()
    for node in ast.walk(statement):
        match node:
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                name, read = _of_loop(node, statement, tables)
            case ast.Subscript(ast.Subscript(ast.Name() as name), ast.Constant(int(place))):
                read = {place: True}
            case ast.Call(ast.Name(function), [ast.Name() as name]) if function in _OF_KEYS:
                read = not isinstance(tables.get(name.id), ast.Dict)
            case ast.Name(ctx=ast.Load()) as name if id(name) not in known:
                read = True
            case _:
                continue
        if name is not None and name.id in tables:
            known.add(id(name))
            yield name.id, read


def _of_loop(loop: _Loop, statement: ast.stmt, tables: Mapping[str, ast.expr]) -> tuple[ast.Name | None, Read]:
    match loop.target, loop.iter:
        case _, ast.Name() as name if isinstance(tables.get(name.id), ast.Dict):
            return name, False
        case (target, ast.Name() as name) | (target, ast.Call(ast.Attribute(ast.Name() as name, "values"))):
            return name, _of_target(target, statement)
        case ast.Tuple([_, target]), ast.Call(ast.Attribute(ast.Name() as name, "items")):
            return name, _of_target(target, statement)
    return None, False


def _of_target(target: ast.expr, statement: ast.stmt) -> Read:
    """Return what is read of what a loop names so."""
    match target:
        case ast.Name(name):
            return _of_name(name, statement)
        case ast.Tuple([*front, ast.Starred(ast.Name(name))]) if not _of_name(name, statement):
            return {place: _of_target(part, statement) for place, part in enumerate(front)}
        case ast.Tuple(parts) if not any(isinstance(part, ast.Starred) for part in parts):
            return {place: _of_target(part, statement) for place, part in enumerate(parts)}
    return True


def _of_name(name: str, statement: ast.stmt) -> Read:
    nodes = list(ast.walk(statement))
    places = [place for node in nodes if (place := _place(node, name)) is not None]
    loaded = sum(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in nodes)
    return dict.fromkeys(places, True) if len(places) == loaded else True


def _place(node: ast.AST, name: str) -> int | None:
    """Return which part of what has this name is read here, where it is one part alone."""
    match node:
        case ast.Subscript(ast.Name(read), ast.Constant(int(place))) if read == name:
            return place
    return None


def _both(one: Read, other: Read) -> Read:
    if isinstance(one, dict) and isinstance(other, dict):
        return {place: _both(one.get(place, False), other.get(place, False)) for place in one.keys() | other.keys()}
    return one if one is True or not other else other


def _blanked(value: ast.expr, read: Read) -> ast.expr:
    if read is True:
        return value
    if not read:
        return ast.Constant(None)
    if isinstance(value, (ast.Tuple, ast.List)) and not any(isinstance(part, ast.Starred) for part in value.elts):
        assert isinstance(read, dict)
        value.elts = [_blanked(part, read.get(place, False)) for place, part in enumerate(value.elts)]
    return value
