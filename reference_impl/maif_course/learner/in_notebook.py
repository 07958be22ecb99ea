"""What a notebook's cells call: `check` and `hint`."""

from __future__ import annotations

import sys

from maif_course.checks import CheckFailed, run, seed_for
from maif_course.checks.running import UNDEFINED
from maif_course.learner.hints import find_check, hints_left, next_hint
from maif_course.learner.launcher import command_for, spoken
from maif_course.learner.state import state_of, workspace_around


def check(name: str) -> None:
    """Run a check on the piece that the calling notebook defines, and print one line.

    Raises `CheckFailed` with what was observed when it does not pass, `UnknownNameError` for a name without a check.
    """
    asked = find_check(name)
    namespace = sys._getframe(1).f_globals
    state = state_of()
    seed = seed_for(asked.id, state.learner)
    result = run(asked, namespace.get(asked.piece, UNDEFINED), seed=seed, hints_left=hints_left(asked, state))
    state.remember(passed={asked.id: result.passed})
    if not result.passed:
        raise NotYet(result) from None
    print(result.text())


class NotYet(CheckFailed):
    """A check that did not pass, told with commands that run in a terminal in the learner's folder."""

    def __str__(self) -> str:
        return spoken(self.result.text(), command_for(workspace_around()))


def hint(name: str) -> None:
    """Print the next hint of a check; after the last, all of them again."""
    print(next_hint(find_check(name), state_of()))
