"""Which statements of a function are needed, once some of what it worked out is not asked for any more."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

EXPECTATION = "want"
"""The argument of a comparison, and the name of what is made for it: to work it out does nothing else."""

CONTAINERS = {"Counter", "defaultdict", "deque", "dict", "list", "set"}
FILLING = {"add", "append", "appendleft", "extend", "insert", "setdefault", "sort", "update"}

_Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


@dataclass(frozen=True, slots=True)
class Sweep:
    """What decides which statements of one function are needed, those of functions inside it included.

    `read` are the names that are read for more than to fill or remake what they stand for; `filled` those that stand
    for containers of the function's own; `acting` its arguments: to call them, or to hand them on, may do something.
    """

    read: set[str]
    filled: set[str]
    acting: set[str]

    @classmethod
    def of(cls, scope: ast.stmt) -> Sweep:
        nodes = list(ast.walk(scope))
        filled = _containers(nodes)
        acting = {node.arg for node in nodes if isinstance(node, ast.arg)} if isinstance(scope, FUNCTIONS) else set()
        sweep = cls(set(), filled, acting)
        idle = {id(name) for node in nodes if isinstance(node, ast.stmt) for name in sweep.idle_reads(node)}
        sweep.read.update(
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in idle
        )
        return sweep

    def idle_reads(self, statement: ast.stmt) -> Iterator[ast.Name]:
        """Yield where a statement reads a name for that name's own sake: `want.append(…)`, `want = want[:3]`."""
        if (name := self.container(statement)) is not None and not self.acts(_values(statement), name.id):
            yield name
        match statement:
            case ast.Assign([ast.Name(own)]) if not self.acts([statement.value], own):
                yield from (n for n in ast.walk(statement.value) if isinstance(n, ast.Name) and n.id == own)

    def container(self, statement: ast.stmt) -> ast.Name | None:
        """Return the name of the container that a statement fills, and does nothing else."""
        place: ast.expr | None = None
        match statement:
            case ast.Expr(ast.Call(ast.Attribute(place, method))) if method in FILLING:
                pass
            case ast.Assign([ast.Subscript(place)]) | ast.AugAssign(ast.Subscript(place)):
                pass
        return place if isinstance(place, ast.Name) and place.id in self.filled else None

    def kept(self, statements: Iterable[ast.stmt]) -> list[ast.stmt]:
        """Return the statements that are needed, each without what is not needed in it."""
        return [kept for statement in statements if (kept := self.needed(statement)) is not None]

    def needed(self, statement: ast.stmt) -> ast.stmt | None:
        """Return what is needed of a statement; None for nothing."""
        if (name := self.container(statement)) is not None:
            return statement if name.id in self.read or self.acts(_values(statement), name.id) else None
        match statement:
            case ast.Assign([ast.Tuple(targets)], ast.Tuple(values)) if len(targets) == len(values):
                return self.needed_pairs(statement, targets, values)
            case ast.Assign([ast.Tuple(targets)], ast.GeneratorExp(_, [ast.comprehension(iter=ast.Tuple() as each)])):
                self.keep_columns(targets, [each.elts])
                return statement
            case ast.Assign([target]) | ast.AnnAssign(target) | ast.AugAssign(target):
                return statement if self.stores(target) or self.acts(_values(statement), _name_of(target)) else None
            case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
                statement.body = self.kept(statement.body) or [ast.Pass()]
                return statement if statement.name in self.read else None
            case ast.For() | ast.While() | ast.If():
                return self.needed_branches(statement)
            case ast.With() | ast.AsyncWith() | ast.AsyncFor():
                statement.body = self.kept(statement.body) or [ast.Pass()]
            case ast.Import() | ast.ImportFrom():
                return needed_import(statement, self.read)
        return statement

    def needed_pairs(
        self, statement: ast.Assign, targets: Sequence[ast.expr], values: Sequence[ast.expr]
    ) -> ast.stmt | None:
        """Return what is needed of `got, want = [], []`."""
        pairs = [
            (target, value)
            for target, value in zip(targets, values, strict=True)
            if self.stores(target) or self.acts([value], _name_of(target))
        ]
        if len(pairs) == len(targets):
            return statement
        if len(pairs) == 1:
            ((target, value),) = pairs
            return ast.fix_missing_locations(ast.copy_location(ast.Assign([target], value), statement))
        left, right = ast.Tuple([pair[0] for pair in pairs], ast.Store()), ast.Tuple([p[1] for p in pairs], ast.Load())
        return ast.fix_missing_locations(ast.copy_location(ast.Assign([left], right), statement)) if pairs else None

    def keep_columns(self, targets: list[ast.expr], rows: Sequence[list[ast.expr]]) -> None:
        """Leave out, of targets and of each row of values that they stand for in turn, what nothing reads."""
        if not rows or any(len(row) != len(targets) for row in rows):
            return
        needed = [self.stores(target) or self.acts([row[n] for row in rows], "") for n, target in enumerate(targets)]
        if any(needed):
            for parts in (targets, *rows):
                parts[:] = compress(parts, needed)

    def needed_branches(self, statement: ast.For | ast.While | ast.If) -> ast.stmt | None:
        """Return what is needed of a loop or a condition; None where nothing is left in it that acts."""
        match statement:
            case ast.For(ast.Tuple(targets), ast.Tuple(rows)):
                self.keep_columns(targets, [row.elts for row in rows if isinstance(row, ast.Tuple)])
        statement.body, statement.orelse = self.kept(statement.body), self.kept(statement.orelse)
        if not statement.body and not statement.orelse and not self.acts([statement], ""):
            return None
        statement.body = statement.body or [ast.Pass()]
        return statement

    def stores(self, target: ast.expr) -> bool:
        """Say whether a target is read later, or is no plain name: an attribute, as `trial.case`."""
        parts = list(ast.walk(target))
        return bool(stored(target) & self.read) or any(
            isinstance(node, (ast.Attribute, ast.Subscript)) for node in parts
        )

    def acts(self, parts: Iterable[ast.AST], made: str) -> bool:
        """Say whether to work out these parts, for what `made` names, may do something else as well."""
        if made == EXPECTATION:
            return False
        nodes = [node for part in parts for node in ast.walk(part)]
        handed = [part for node in nodes if isinstance(node, ast.Call) for part in _handed(node)]
        looped = [node.iter for node in nodes if isinstance(node, (ast.For, ast.comprehension))]
        return any(isinstance(node, ast.Name) and node.id in self.acting for node in (*handed, *looped))


def _handed(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what is called, of which a method is called, and what the call is given."""
    yield call.func.value if isinstance(call.func, ast.Attribute) else call.func
    yield from call.args
    yield from (keyword.value for keyword in call.keywords)


def _containers(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that stand for containers which the code makes itself, and for nothing else."""
    made: dict[str, bool] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node):
                fresh = isinstance(value, _DISPLAYS) or (
                    isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in CONTAINERS
                )
                for name in ast.walk(target):
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        made[name.id] = made.get(name.id, True) and fresh and name is target
        elif isinstance(node, ast.arg):
            made[node.arg] = False
    return {name for name, fresh in made.items() if fresh}


def _pairs(statement: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in statement.targets:
        match target, statement.value:
            case ast.Tuple(targets), ast.Tuple(values) if len(targets) == len(values):
                yield from zip(targets, values, strict=True)
            case _:
                yield target, statement.value


def _values(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the parts of a statement that are worked out."""
    match statement:
        case ast.Expr(ast.Call(args=args, keywords=keywords)):
            yield from (*args, *keywords)
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign() if statement.value is not None:
            yield statement.value


def stored(*targets: ast.expr) -> set[str]:
    nodes = [node for target in targets for node in ast.walk(target)]
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _name_of(target: ast.expr) -> str:
    """Return the name that a target is, or begins with."""
    match target:
        case ast.Name(name) | ast.Tuple([ast.Name(name), *_]):
            return name
    return ""


def needed_import(statement: ast.Import | ast.ImportFrom, read: set[str]) -> ast.stmt | None:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return statement
    statement.names = [name for name in statement.names if (name.asname or name.name).partition(".")[0] in read]
    return statement if statement.names else None
