"""Checks without what they expect: the part of a `checks.py` that may run beside a student's code.

`sliced` takes the `want=` of each comparison out of the source, hints and causes, and then everything that only they
read: functions, constants, lists that were filled for them. What is left calls the piece in the same way, in the same
order and under the same draws, and can say what came of it, but no longer what should have come.
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from maif_course.classroom.blanking import blank_unread
from maif_course.classroom.sweeping import EXPECTATION, FUNCTIONS, Sweep, needed_import, stored
from maif_course.code import names_bound


def sliced(source: str, wanted: Collection[str] | None = None) -> str:
    """Return the source of a `checks.py` without what its checks expect: of all checks, or of those with these ids.

    >>> print(sliced('''
    ... DUE = [(0,), (1,)]
    ... @graded("01.1.all", piece="f", points=1, title="All", hints=("?", "", ""), causes={})
    ... def all_of_them(f, trial):
    ...     got, want = [], []
    ...     for due in DUE:
    ...         want.append(due)
    ...     got.extend(f())
    ...     trial.compare("f()", ("item",), got=got, want=want)
    ... '''))
    @graded('01.1.all', piece='f', points=1, title='All', hints=(), causes={})
    def all_of_them(f, trial):
        got = []
        got.extend(f())
        trial.compare('f()', ('item',), got=got)
    """
    tree = ast.parse(source)
    tree.body = [statement for statement in tree.body if wanted is None or _check_id(statement) in {"", *wanted}]
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        _take_out_expectations(call)
    before = ""
    while before != (after := ast.unparse(tree)):
        before = after
        _sweep(tree)
        blank_unread(tree)
    return after


def _check_id(statement: ast.stmt) -> str:
    """Return the id of the check that a statement declares; nothing for any other statement."""
    match statement:
        case ast.FunctionDef(decorator_list=[ast.Call(ast.Name("graded"), [ast.Constant(str(check_id)), *_])]):
            return check_id
    return ""


def _take_out_expectations(call: ast.Call) -> None:
    if isinstance(call.func, ast.Name) and call.func.id == "graded":
        empty: dict[str, ast.expr] = {"hints": ast.Tuple([], ast.Load()), "causes": ast.Dict([], [])}
        for keyword in call.keywords:
            keyword.value = empty.get(keyword.arg or "", keyword.value)
    elif isinstance(call.func, ast.Attribute):
        call.keywords = [keyword for keyword in call.keywords if keyword.arg != EXPECTATION]


def _sweep(tree: ast.Module) -> None:
    """Take out, once, what nothing reads any more."""
    for statement in tree.body:
        if isinstance(statement, FUNCTIONS):
            statement.body = Sweep.of(statement).kept(statement.body) or [ast.Pass()]
    read = {name for statement in tree.body for name in Sweep.of(statement).read - _itself(statement)}
    tree.body = [kept for statement in tree.body if (kept := _at_the_top(statement, read)) is not None]


def _at_the_top(statement: ast.stmt, read: set[str]) -> ast.stmt | None:
    """Return what is needed of a statement at the top level: checks, what is read, and what defines nothing."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return needed_import(statement, read)
    bound = stored(*statement.targets) if isinstance(statement, ast.Assign) else names_bound(statement)
    is_check = isinstance(statement, FUNCTIONS) and statement.decorator_list
    return statement if is_check or not bound or bound & read else None


def _itself(statement: ast.stmt) -> set[str]:
    """Return the name of a function or class: that it names itself is no reason to keep it."""
    return {statement.name} if isinstance(statement, (*FUNCTIONS, ast.ClassDef)) else set()
