"""Mutants: a solution with one small mistake in it, made by rule.

A check that lets a mutant pass would let the same mistake of a learner pass. The rules are the usual ones of mutation
testing (DeMillo, Lipton and Sayward, 1978): a comparison turned or moved by its border, `and` for `or`, a number off by
one, another operator, a statement that is missing, a branch that is always or never taken, an emptiness taken for a
None, an `except` that catches more or less, arguments that changed places.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import NamedTuple

from maif_course.lesson.answers import BEGIN, END

_Placed = ast.stmt | ast.expr


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutant: its whole source, and the line that `was` in the solution and `becomes` another one in it.

    `number` tells mutants of equal lines apart, from 1.
    """

    source: str
    was: str
    becomes: str
    number: int

    @property
    def change(self) -> str:
        """What a reader sees of it; no two mutants of a source have the same."""
        return f"{self.was}  ->  {self.becomes}" + (f"  ({self.number})" if self.number > 1 else "")


def mutants(source: str) -> Iterator[Mutant]:
    """Yield the mutants of a solved piece cell: of what lies between its solution marks, each another program.

    >>> cell = "def f(a):\\n    ### BEGIN SOLUTION\\n    return a < 3\\n    ### END SOLUTION"
    >>> for mutant in mutants(cell):
    ...     print(mutant.change)
    return a < 3  ->  pass
    return a < 3  ->  return a <= 3
    return a < 3  ->  return a >= 3
    return a < 3  ->  return a < 4
    return a < 3  ->  return a < 2
    """
    lines = source.splitlines()
    first, last = _marked(lines)
    tree = ast.parse(source)
    seen, numbers = {ast.dump(tree)}, dict[tuple[str, str], Iterator[int]]()
    for place, text in _edits(tree):
        if not first < place.line <= place.last_line <= last:
            continue
        mutated = _replaced(lines, place, text)
        try:
            shape = ast.dump(ast.parse(mutated))
        except SyntaxError:
            continue
        if shape in seen:
            continue
        seen.add(shape)
        was, becomes = _difference(lines, mutated.splitlines())
        number = next(numbers.setdefault((was, becomes), count(1)))
        yield Mutant(mutated, was, becomes, number)


def _marked(lines: list[str]) -> tuple[int, int]:
    """Return the numbers of the lines with the solution's marks; of the whole cell where there are none."""
    stripped = [line.strip() for line in lines]
    if BEGIN not in stripped:
        return 0, len(lines)
    return stripped.index(BEGIN) + 1, stripped.index(END) + 1


def _replaced(lines: list[str], place: Place, text: str) -> str:
    head = lines[place.line - 1].encode()[: place.column].decode()
    tail = lines[place.last_line - 1].encode()[place.end_column :].decode()
    return "\n".join([*lines[: place.line - 1], head + text + tail, *lines[place.last_line :]])


def _difference(old: list[str], new: list[str]) -> tuple[str, str]:
    """Return the first line that differs, as it was and as it is."""
    pairs = zip(old, [*new, *[""] * len(old)], strict=False)
    return next((was.strip(), becomes.strip()) for was, becomes in pairs if was != becomes)


class Place(NamedTuple):
    """Where a piece of source lies: lines count from 1, columns from 0 and in bytes, as in a syntax tree."""

    line: int
    column: int
    last_line: int
    end_column: int

    @classmethod
    def of(cls, first: _Placed, last: _Placed | None = None) -> Place:
        """Return where a node lies, or all from one node to another."""
        last = last or first
        return cls(first.lineno, first.col_offset, last.end_lineno or last.lineno, last.end_col_offset or 0)


def _edits(tree: ast.Module) -> Iterator[tuple[Place, str]]:
    """Yield places in the source, each with what stands there in a mutant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _arguments_swapped(node)
        else:
            yield from ((Place.of(changed), text) for changed, text in _rules(node))


def _arguments_swapped(call: ast.Call) -> Iterator[tuple[Place, str]]:
    if isinstance(call.func, ast.Name) and call.func.id in ("max", "min"):
        return  # their order means nothing
    for first, second in pairwise(call.args):
        if not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            yield Place.of(first, second), f"{ast.unparse(second)}, {ast.unparse(first)}"


def _rules(node: ast.AST) -> Iterator[tuple[_Placed, str]]:
    """Yield the parts of a node that can be changed, each with its change."""
    match node:
        case ast.stmt():
            yield from _of_statement(node)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for other in _COMPARISONS.get(type(op), ()):
                yield node, f"{_inner(left)} {other} {_inner(right)}"
            if isinstance(op, (ast.Is, ast.IsNot)) and ast.unparse(right) == "None":
                yield node, f"{'not ' if isinstance(op, ast.Is) else ''}{_inner(left)}"
        case ast.Compare(left=left, ops=ops, comparators=rights):
            for at, op in enumerate(ops):
                for other in _COMPARISONS.get(type(op), ()):
                    signs = [_SIGNS[type(o)] if i != at else other for i, o in enumerate(ops)]
                    yield (
                        node,
                        " ".join([_inner(left), *(f"{s} {_inner(r)}" for s, r in zip(signs, rights, strict=True))]),
                    )
        case ast.BoolOp(op=op, values=values):
            word = " or " if isinstance(op, ast.And) else " and "
            yield node, f"({word.join(map(_inner, values))})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, _inner(operand)
            if not isinstance(operand, (ast.Compare, ast.BoolOp)):
                yield node, f"{_inner(operand)} is None"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield node, _inner(operand)
        case ast.Constant(value=bool() as value):
            yield node, str(not value)
        case ast.Constant(value=int() | float() as value):
            yield from ((node, repr(value + step)) for step in (1, -1))
        case ast.BinOp(left=left, op=op, right=right):
            for other in _ARITHMETIC.get(type(op), ()):
                yield node, f"({_inner(left)} {other} {_inner(right)})"
        case ast.IfExp(body=body, orelse=orelse):
            yield node, f"({ast.unparse(body)})"
            yield node, f"({ast.unparse(orelse)})"
        case ast.comprehension(ifs=tests):
            yield from ((test, "True") for test in tests)
        case ast.ExceptHandler(type=caught) if caught is not None:
            yield from ((caught, text) for text in _other_exceptions(caught))


def _of_statement(node: ast.stmt) -> Iterator[tuple[_Placed, str]]:
    match node:
        case ast.If(test=test) | ast.While(test=test):
            if not (isinstance(test, ast.Constant) and test.value is True):
                yield test, "True" if isinstance(node, ast.If) else "False"
                yield test, "False"
            if isinstance(test, (ast.Name, ast.Attribute)):
                yield test, f"{ast.unparse(test)} is not None"
        case ast.Break():
            yield node, "continue"
        case ast.Continue():
            yield node, "break"
        case ast.AugAssign(target=target, op=op, value=value):
            for other in _ARITHMETIC.get(type(op), ()):
                yield node, f"{ast.unparse(target)} {other}= {ast.unparse(value)}"
    if not isinstance(node, _KEPT) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield node, "pass"


def _other_exceptions(caught: ast.expr) -> Iterator[str]:
    """Yield an `except` that catches everything, and those that catch one class less."""
    if isinstance(caught, ast.Tuple):
        for left_out in caught.elts:
            yield "(" + "".join(f"{ast.unparse(kind)}, " for kind in caught.elts if kind is not left_out) + ")"
    yield from (other for other in ("Exception", "BaseException") if other != ast.unparse(caught))


def _inner(node: ast.expr) -> str:
    """Return an operand's source, in brackets where another operator could pull it apart."""
    plain = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict, ast.Tuple)
    text = ast.unparse(node)
    return text if isinstance(node, plain) else f"({text})"


_KEPT = (ast.Pass, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Nonlocal, ast.Global)
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Iterable[str]] = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"),
    ast.Eq: ("!=", ">=", "<="), ast.NotEq: ("==", "<", ">"),
    ast.Is: ("is not",), ast.IsNot: ("is",), ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], Iterable[str]] = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("/",), ast.Div: ("*", "//"), ast.FloorDiv: ("/",),
    ast.Mod: ("//",), ast.Pow: ("*",), ast.BitOr: ("&",), ast.BitAnd: ("|",), ast.LShift: (">>",), ast.RShift: ("<<",),
}  # fmt: skip
