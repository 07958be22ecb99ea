"""What recovery tells."""

from __future__ import annotations

from typing import NamedTuple

from maif.verification import Problem


class ScanReport(NamedTuple):
    """What is left of a file.

    `blocks` counts the whole blocks that hold; `damaged` tells of the blocks that do not, and of bytes between blocks
    that are none. `end` is the offset at which the last block ends, and `reason` says what follows. `surplus` counts
    the bytes from there to where blocks could be, zeros at the end left out.
    """

    path: str
    finished: bool
    blocks: int
    damaged: list[Problem]
    end: int
    reason: str
    surplus: int


class RecoverReport(NamedTuple):
    """What a recovery did.

    `output` is the finished file, with `blocks` blocks; `damaged` tells of what could not be kept. `changed` is False
    where there was nothing to do. `signed_anew` says that the file's own key was not at hand: signatures of single
    blocks were cleared, and `public_key` is another one. `kept` names the files that stay beside the new one, since
    they hold bytes or signatures that it does not; `original` is the first of them: where an append was cut off, the
    file as it was signed before that, else the file as it was.
    """

    path: str
    output: str
    blocks: int
    public_key: str
    damaged: list[Problem] = []  # noqa: RUF012 — a field's default
    changed: bool = True
    signed_anew: bool = False
    kept: tuple[str, ...] = ()

    @property
    def original(self) -> str | None:
        """Where the file as it was is kept; None where the new one holds all that it held."""
        return self.kept[0] if self.kept else None
