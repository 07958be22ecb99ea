"""Pairs of answers that are alike in a way that few others are: hints for a person, never a verdict.

A notebook becomes a sequence of the kinds of its code's parts, without names, comments, texts and given code. Runs of
these that many students have say nothing, for a short task has few solutions; a pair is named for the runs that nearly
nobody else has.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from maif_course.classroom.page import Html, escaped, page, paragraph
from maif_course.classroom.submissions import Student
from maif_course.code import parsed
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import LearnerCell
from maif_course.lesson import Lesson

LONG = 12  # parts in a run
FEW = 0.1  # of the class: what no more than these have is rare
LEAST = 15  # rare runs that a pair shares
ALIKE = 0.5  # of the rare runs of the one who has fewer

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students whose notebooks of a lesson share so many of their rare runs; `share` is of who has fewer."""

    first: Student
    second: Student
    lesson: str
    shared: int
    share: float


def similar(lesson: Lesson, notebooks: Mapping[Student, Sequence[LearnerCell]]) -> list[Pair]:
    """Return the pairs of students whose answers are alike, the most alike first."""
    given = set().union(*(runs(cell.source) for cell in lesson.given), *(runs(task.stub) for task in lesson.tasks))
    own = {student: answers_runs(lesson, cells) - given for student, cells in notebooks.items()}
    having = Counter(run for found in own.values() for run in found)
    most = max(2, int(FEW * len(own)))
    rare = {student: {run for run in found if having[run] <= most} for student, found in own.items()}
    pairs = [_pair(lesson, one, other, rare) for one, other in combinations(sorted(rare), 2)]
    found = [pair for pair in pairs if pair.shared >= LEAST and pair.share >= ALIKE]
    return sorted(found, key=lambda pair: (pair.share, pair.shared), reverse=True)


def _pair(lesson: Lesson, one: Student, other: Student, rare: Mapping[Student, set[Run]]) -> Pair:
    shared = len(rare[one] & rare[other])
    fewer = min(len(rare[one]), len(rare[other]))
    return Pair(one, other, lesson.number, shared, shared / fewer if fewer else 0.0)


def answers_runs(lesson: Lesson, cells: Sequence[LearnerCell]) -> set[Run]:
    """Return the runs of a notebook's own code: of all cells but those that the lesson gives."""
    return set().union(*(runs(cell.source) for cell in own_cells(lesson, cells)))


def own_cells(lesson: Lesson, cells: Sequence[LearnerCell]) -> list[LearnerCell]:
    """Return the cells of code that are no given cells and no checks."""
    reading = Reading(lesson, cells)
    pieces = {task.piece.id for task in lesson.tasks}
    return [cell for cell in reading.code if reading.key(cell) in pieces | {""}]


def runs(source: str) -> set[Run]:
    """Return the runs of a source; none where it is no Python.

    >>> runs("def f(items):\\n    return [item * 2 for item in items]") == runs(
    ...     "def g(xs):\\n    '''Twice.'''\\n    return [x * 2 for x in xs]  # that's all"
    ... )
    True
    """
    try:
        parts = tuple(_parts(parsed(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {parts[start : start + LONG] for start in range(len(parts) - LONG + 1)}


def _parts(node: ast.AST) -> Iterator[str]:
    """Yield the kinds of a tree's parts in their order; of names only those of attributes, which a library chose."""
    yield type(node).__name__
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant):
        yield "text" if isinstance(node.value, (str, bytes)) else repr(node.value)
    for child in _children(node):
        yield from _parts(child)


def _children(node: ast.AST) -> Iterable[ast.AST]:
    for child in ast.iter_child_nodes(node):
        said = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)  # a text alone, as a docstring
        if not said and not isinstance(child, (ast.Load, ast.Store)):
            yield child


def similar_page(
    pairs: Sequence[Pair], course: Sequence[Lesson], notebooks: Mapping[str, Mapping[Student, Sequence[LearnerCell]]]
) -> str:
    """Return a page that shows each pair's code side by side."""
    lessons = {lesson.number: lesson for lesson in course}
    parts = [
        paragraph(
            "Each pair shares code that few others have, once names, comments and given code are taken away. That is a "
            "hint: two who learnt together, or from one book, look like that too. Read both, and ask."
        )
    ]
    for pair in pairs:
        parts.append(f"<h2>{escaped(pair.first)}, {escaped(pair.second)}: lesson {pair.lesson}</h2>\n")
        parts.append(
            paragraph(f"{pair.shared} rare runs of {LONG} parts in common, {pair.share:.0%} of what the one has.")
        )
        codes = (_code(lessons[pair.lesson], notebooks[pair.lesson][one]) for one in (pair.first, pair.second))
        parts.append(f'<div class="beside">{"".join(codes)}</div>\n')
    return page("Answers that are alike", *parts)


def _code(lesson: Lesson, cells: Sequence[LearnerCell]) -> Html:
    source = "\n\n\n".join(cell.source for cell in own_cells(lesson, cells) if cell.source.strip())
    return Html(f"<div><pre>{escaped(source)}</pre></div>")
