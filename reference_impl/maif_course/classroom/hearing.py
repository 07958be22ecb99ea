"""What the judge hears of a student's process: rows are kept, and become a verdict where a check has ended.

Nothing that is heard is trusted: what cannot come from a check ends the conversation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from maif_course.checks import Check, Result
from maif_course.classroom.observing import MOST_COMPARISONS
from maif_course.classroom.verdicts import OVERWRITTEN, Due, Seen, first_mismatch, verdict
from maif_course.errors import SandboxError
from maif_course.sandbox import Partner

LONGEST_TEXT = 4_000  # characters of what a student's process says of its own error


class Observed:
    """Hears an observer, and passes on what it tells; where a check has ended, the verdict instead.

    What checks did not come to their end, it adds to `broken`.
    """

    def __init__(
        self,
        partner: Partner,
        checks: Mapping[str, Check],
        due: Callable[[Check], Sequence[Due]],
        broken: set[str],
    ) -> None:
        self._partner, self._checks, self._due, self._broken = partner, checks, due, broken
        self._check: Check | None = None
        self._seen: list[Seen] = []
        self._over = False

    def hear(self, seconds: float) -> Any:
        """Return what is told next, but for rows: those are kept for the verdict."""
        deadline = time.monotonic() + seconds
        while not self._over:
            try:
                message = self._told(deadline)
                match message:
                    case ("rows", str(call), list(rows), str(printed)) if (
                        self._check and len(self._seen) < MOST_COMPARISONS
                    ):
                        self._seen.append(Seen(call, rows, printed))
                    case ("ended", dict(values)) if self._check:
                        found, self._check = self._verdict(self._check, values), None
                        return ("result", found.as_dict())
                    case ("check", str(name)) if name in self._checks:
                        self._check, self._seen = self._checks[name], []
                        return message
                    case ("cell", int()):
                        self._check = None
                        return message
                    case ("failed", int(), str()) | ("end",):
                        return message
                    case _:
                        raise SandboxError(OVERWRITTEN)
            except SandboxError:
                if self._check is not None:
                    self._broken.add(self._check.id)
                if (so_far := self._so_far()) is None:
                    raise
                self._over = True
                return ("result", so_far.as_dict())
        return ("end",)

    def _told(self, deadline: float) -> Any:
        try:
            return self._partner.hear(max(0.0, deadline - time.monotonic()))
        except SandboxError:
            raise
        except Exception as error:  # of a kind that the student's process chose
            raise SandboxError(f"the code stopped with {type(error).__name__}") from None

    def _so_far(self) -> Result | None:
        """Return the verdict on a check that did not end, if what it told before was not what is expected."""
        if self._check is None:
            return None
        try:
            return first_mismatch(self._check, self._due(self._check), self._seen)
        except SandboxError:
            return None

    def _verdict(self, check: Check, values: Mapping[str, Any]) -> Result:
        try:
            ended = Result.from_dict({**values, **{name: str(values[name])[:LONGEST_TEXT] for name in _SAID}})
        except (KeyError, TypeError) as error:
            raise SandboxError(f"{OVERWRITTEN} ({type(error).__name__})") from None
        return verdict(check, self._due(check), self._seen, ended)


_SAID = ("cause", "why", "call", "got", "printed")
