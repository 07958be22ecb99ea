"""What a notebook's cells call: `check` and `hint`."""

from __future__ import annotations

import sys
from typing import Any

from maif_course.checks import CheckFailed, run, seed_for
from maif_course.checks.running import UNDEFINED
from maif_course.errors import WorkspaceError
from maif_course.learner.hints import find_check, hints_left, next_hint
from maif_course.learner.launcher import command_for, spoken
from maif_course.learner.rendering import html_of
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
    try:
        state.remember(passed={asked.id: result.passed})
    except WorkspaceError as error:  # as in a folder that is read-only: the verdict stands
        print(f"not remembered: {error}", file=sys.stderr)
    if not result.passed:
        failed = NotYet(result)
        failed.show()
        raise failed from None
    print(result.text())


class NotYet(CheckFailed):
    """A check that did not pass, told with commands that run in a terminal in the learner's folder."""

    shown = False

    def __str__(self) -> str:
        return spoken(self.result.text(), command_for(workspace_around()))

    def show(self) -> None:
        """Show the result in a notebook, where a long line of text would break the tables; elsewhere do nothing."""
        shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
        if getattr(shell, "kernel", None) is not None:
            shell.display_pub.publish({"text/plain": str(self), "text/html": html_of(str(self))})
            self.shown = True

    def _render_traceback_(self) -> list[str]:
        return [f"NOT YET  {self.result.check}"] if self.shown else str(self).splitlines()


def hint(name: str) -> None:
    """Print the next hint of a check; after the last, all of them again."""
    print(next_hint(find_check(name), state_of()))
