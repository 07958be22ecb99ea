"""`scan` and `recover`: what can be saved of a file, and whether it is left alone, copied, or rebuilt."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from maif.arguments import path_text
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FileAlreadyExistsError, InvalidArgumentError
from maif.file.integrity import load_private_key
from maif.file.lock import StrPath
from maif.file.output import Output, sync_folder
from maif.file.placing import open_locked, sweep
from maif.recovery.beside import new_file, write_parts
from maif.recovery.examining import Ruin, examine
from maif.recovery.rebuilding import Rebuilding, named_key
from maif.recovery.report import RecoverReport, ScanReport
from maif.remote import is_url
from maif.streaming.appending import remove_undo
from maif.verification import verify_storage

if TYPE_CHECKING:
    from maif.file.integrity import PrivateKey


def scan(path: StrPath) -> ScanReport:
    """Look for the whole blocks of a file, finished or not; raise `FormatError` where it is no MAIF file.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("cut.maif") as writer:
    ...     ids = [writer.write_text_chunk("a text") for _ in range(3)]
    >>> os.truncate("cut.maif", 444 + 2 * 380 + 100)
    >>> report = scan("cut.maif")
    >>> report.finished, report.blocks, report.end, report.surplus
    (False, 2, 1204, 100)
    """
    # Without a mapping: a writer at work may cut off the space that it set aside.
    with Ruin(path, enable_mmap=False) as ruin:
        survey = examine(ruin, ruin.confirmed_signer())
        if survey.end >= ruin.blocks_end:
            reason = "the blocks end here"
        elif survey.surplus:
            reason = f"no whole block lies here, and {survey.surplus} bytes follow"
        else:
            reason = "nothing but zeros follows"
        return ScanReport(
            path=ruin.path,
            finished=ruin.finished,
            blocks=len(survey.blocks),
            damaged=survey.damaged,
            end=survey.end,
            reason=reason,
            surplus=survey.surplus,
        )


def recover(
    path: StrPath,
    output: StrPath | None = None,
    private_key: PrivateKey | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> RecoverReport:
    """Make a finished file of every whole block that holds: its content is what its hash says, its signature is right.

    Without `output` the new file takes the old one's place, at once and only when it is safe on disk; a file that is
    sound is left alone, so that a second call changes nothing. With the file's own `private_key` its blocks keep their
    signatures; without it they are cleared, and the file is signed with a new key (or the one that is given), which
    the report and the provenance say. What an appending writer saved (`<name>.undo`) is used and then removed. Blocks
    behind damage are kept, and linked to those before it; a lost file header is made anew. Whatever the new file does
    not hold, signatures too, stays beside it: see `RecoverReport.kept`.

    Recovery is for accidents. A block that no signature covers is kept if it holds in itself, whoever wrote it: look at
    what `verify_file` says before you sign a finished file anew.

    Raises `FileLockedError` while a writer holds the file, `FormatError` where it does not begin like a MAIF file and
    has no blocks, `FileAlreadyExistsError` where `output` exists, `InvalidArgumentError` for a file far away, and
    `WriteError` where the disk refuses. The old file is then untouched.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("torn.maif") as writer:
    ...     ids = [writer.write_text_chunk("a text") for _ in range(3)]
    >>> os.truncate("torn.maif", 444 + 2 * 380 + 100)
    >>> report = recover("torn.maif")
    >>> report.blocks, report.signed_anew, os.path.basename(report.original)
    (2, True, 'torn.maif.damaged')
    >>> recover("torn.maif").changed
    False
    """
    path = path_text(path)
    if is_url(path):
        raise InvalidArgumentError(f"{path}: a file far away cannot be mended in its place: download it")
    path = os.path.realpath(path)
    target = path if output is None else path_text(output)
    if output is not None and os.path.lexists(target):
        raise FileAlreadyExistsError(errno.EEXIST, "the output exists: choose another name", target)
    key = None if private_key is None else load_private_key(private_key)
    with contextlib.closing(open_locked(path, Output)), Ruin(path) as ruin:
        sweep(path)
        sound = ruin.finished and verify_storage(ruin).ok
        if sound and target == path:
            remove_undo(path)
            return RecoverReport(path, path, len(ruin), named_key(ruin), changed=False)
        with new_file(target, path) as new:
            if sound:
                write_parts(new, path, [(ruin.file, 0, ruin.file.size)])
                report = RecoverReport(path, target, len(ruin), named_key(ruin))
            else:
                rebuilding = Rebuilding(ruin, target, key, clock)
                report = rebuilding.run(new)
                if target == path:
                    report = report._replace(kept=rebuilding.keep())
            os.replace(new, target)
        sync_folder(os.path.dirname(os.path.abspath(target)))
        if path == target:
            remove_undo(path)
        return report
