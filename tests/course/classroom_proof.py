"""One answer, judged twice: by the full checks, and by sliced ones whose rows are compared elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from maif_course import plain
from maif_course.checks import Check, Result, run
from maif_course.checks.running import UNDEFINED
from maif_course.classroom.observing import checks_of, observe
from maif_course.classroom.verdicts import Seen, expected, sliced_checks, verdict
from maif_course.code import run_cell
from maif_course.proving.matrix import Row, context


@cache
def sliced_for(folder: Path) -> dict[str, Check]:
    """The sliced checks of a lesson."""
    return checks_of(sliced_checks(folder), f"sliced_{folder.name}")


def differences(row: Row, seed: int | None) -> list[str]:
    """Return where the two do not come to the same verdict, by check.

    Each check has a piece of its own: the full one ends at the first row that differs, and the sliced one, which knows
    of no difference, leaves more behind in a piece that keeps it for the next check.
    """
    found = []
    for check in row.task.checks:
        full, observed, solved = (namespace(row, source) for source in (row.source, row.source, row.task.solution))
        want = run(check, full.get(check.piece, UNDEFINED), seed=seed)
        got = apart_from_what_is_expected(row, check, observed.get(check.piece, UNDEFINED), solved[check.piece], seed)
        if (got.passed, got.cause) != (want.passed, want.cause):
            found.append(f"{check.id}, seed {seed}: {want.cause or 'passes'}, but sliced {got.cause or 'passes'}")
    return found


def apart_from_what_is_expected(row: Row, check: Check, piece: Any, solution: Any, seed: int | None) -> Result:
    seen: list[Seen] = []

    def tell(message: object) -> None:
        _, *told = plain.decode(plain.encode(message))
        seen.append(Seen(*told))

    ended = observe(sliced_for(row.lesson.folder)[check.id], piece, seed, tell)
    return verdict(check, expected(check, solution, seed), seen, ended)


def namespace(row: Row, source: str) -> dict[str, Any]:
    made = context(row.lesson, row.task)
    run_cell(source, f"cell {row.task.piece.id}", made)
    return made
