"""The student's side of a verdict: a sliced check runs on their piece, and says what came of it.

This runs in isolation, and knows neither what is expected nor the lesson that it belongs to.
"""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from maif_course.checks import Check, Result, Trial, run
from maif_course.checks.explained import Called, WrongShape, like
from maif_course.checks.result import MOST_PRINTED
from maif_course.classroom.cells import Carrier

MOST_ROWS = 2_000  # of one comparison; an answer may have no end
MOST_COMPARISONS = 2_000
LONGEST_CALL = 2_000  # characters of a call, as a learner would write it
LONGEST_LINE = 500  # characters of a line that a piece printed

Tell = Callable[[object], object]


def checks_of(source: str, name: str = "checks") -> dict[str, Check]:
    """Return the checks that a source declares, by id."""
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(source, f"{name}/checks.py", "exec", dont_inherit=True), vars(module))
    return {check.id: check for check in vars(module).values() if isinstance(check, Check)}


def observe(check: Check, piece: Any, seed: int | None, tell: Tell) -> Result:
    """Run a sliced check on a piece; tell of each comparison `("rows", call, rows, printed)`, and return how it ended.

    A result that passed says that the check came to its end, and no more.
    """

    def watched(called: Called, trial: Trial) -> None:
        watching = Observing(seed, tell)
        try:
            check.function(called, watching)
        finally:
            trial.case, trial.compared = watching.case, watching.compared

    ended = run(replace(check, function=watched), piece, seed=seed)
    return replace(ended, printed=last_lines(ended.printed))


class Observing(Trial):
    """A trial that compares nothing: it tells of the rows that it is given."""

    def __init__(self, seed: int | None, tell: Tell) -> None:
        super().__init__(seed)
        self._tell = tell

    def compare(
        self, call: str, columns: Sequence[str], *, got: Iterable[Any], want: Iterable[Any] = (), reveal: bool = True
    ) -> None:
        """Tell of the rows that were observed, cell by cell, in plain form."""
        self.compared += 1
        rows = list(islice(got, MOST_ROWS))
        for item in rows:
            if not isinstance(item, tuple) or len(item) > len(columns):
                raise WrongShape(item, like(*columns))
        carrier = Carrier()
        carried = [[carrier.carried(cell) for cell in tuple.__iter__(item)] for item in rows]
        printed = sys.stdout.getvalue() if isinstance(sys.stdout, io.StringIO) else ""
        self._tell(("rows", str(call)[:LONGEST_CALL], carried, last_lines(printed)))


def last_lines(text: str) -> str:
    """Return as much of what a piece printed as a result shows."""
    return "\n".join(line[:LONGEST_LINE] for line in text[-10 * LONGEST_LINE :].splitlines()[-MOST_PRINTED:])
