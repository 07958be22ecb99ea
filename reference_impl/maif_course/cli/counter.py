"""The counter of a long run: how many notebooks are graded, how fast, and a line for each that could not be."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from maif_course.classroom.gradebook import Graded
from maif_course.cli.printing import say

Count = Callable[[Graded], None]


@contextmanager
def counter(total: int) -> Iterator[Count]:
    """Yield a function to call with each notebook that was graded; it is live where there is a terminal."""
    started, graded, broken = time.monotonic(), 0, 0
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("notebooks", total=total)

        def count(one: Graded) -> None:
            nonlocal graded, broken
            graded += not one.problem
            broken += bool(one.problem)
            progress.update(bar, advance=1, description=f"{one.student.id} {one.lesson}")
            if one.problem:
                progress.console.print(_line(one), markup=False, highlight=False, soft_wrap=True)

        yield count
    took = time.monotonic() - started
    say(f"{graded} graded, {broken} not, in {took:.1f} s", to=sys.stderr)


def _line(one: Graded) -> str:
    return f"{one.student}{f', lesson {one.lesson}' if one.lesson else ''}: {one.problem}"
