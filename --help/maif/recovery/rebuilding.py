"""Making a finished file of what holds."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import itertools
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FileAlreadyExistsError, InvalidArgumentError, MAIFError
from maif.file.access import Access, PlainFile
from maif.file.format import FILE_HEADER, SECTION_LENGTH, FileHeader
from maif.file.integrity import load_private_key
from maif.file.lock import StrPath
from maif.file.output import Output, sync_folder
from maif.file.placing import create, open_locked, sweep
from maif.file.provenance import metadata_of, read_entries
from maif.recovery.examining import Ruin, Survey, examine
from maif.recovery.report import RecoverReport, ScanReport
from maif.remote import is_url
from maif.streaming.appending import remove_undo, undo_paths
from maif.streaming.writer import MAIFStreamWriter
from maif.verification import verify_file, verify_storage

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from maif.file.integrity import PrivateKey


def scan(path: StrPath) -> ScanReport:
    """Look for the whole blocks of a file, finished or not; raise `FormatError` where it is no MAIF file.

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
    has no blocks, `FileAlreadyExistsError` where `output` exists, `WriteError` where the disk refuses. The old file is
    then untouched.

    >>> with MAIFStreamWriter("torn.maif") as writer:
    ...     ids = [writer.write_text_chunk("a text") for _ in range(3)]
    >>> os.truncate("torn.maif", 444 + 2 * 380 + 100)
    >>> report = recover("torn.maif")
    >>> report.blocks, report.signed_anew, os.path.basename(report.original)
    (2, True, 'torn.maif.damaged')
    >>> recover("torn.maif").changed
    False
    """
    if is_url(path):
        raise InvalidArgumentError(f"{path}: a file far away cannot be mended in its place: download it")
    path = os.path.realpath(path)
    target = path if output is None else os.fspath(output)
    if output is not None and os.path.lexists(target):
        raise FileAlreadyExistsError(errno.EEXIST, "the output exists: choose another name", target)
    key = None if private_key is None else load_private_key(private_key)
    with contextlib.closing(open_locked(path, Output)), Ruin(path) as ruin:
        sweep(path)
        sound = ruin.finished and verify_storage(ruin).ok
        if sound and target == path:
            remove_undo(path)
            return RecoverReport(path, path, len(ruin), _named_key(ruin), changed=False)
        with _new_file(target, path) as new:
            if sound:
                _write(new, path, [(ruin.file, 0, ruin.file.size)])
                report = RecoverReport(path, target, len(ruin), _named_key(ruin))
            else:
                recovery = _Recovery(ruin, target, key, clock)
                report = recovery.run(new)
                if target == path:
                    report = report._replace(kept=recovery.keep())
            os.replace(new, target)
        sync_folder(os.path.dirname(os.path.abspath(target)))
        if path == target:
            remove_undo(path)
        return report


def _named_key(ruin: Ruin) -> str:
    return (ruin.public_key() or b"").hex()


@contextlib.contextmanager
def _new_file(target: str, like: str) -> Iterator[str]:
    """Make an empty file beside a target, with the permissions of another; remove it, unless it has taken the place."""
    name = f"{target}.recover-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        _make_empty(name, like)
        yield name
    finally:
        for left in (name, f"{name}.undo", f"{name}.before"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(left)


def _make_empty(name: str, like: str) -> None:
    with contextlib.closing(Output(-1, like)) as empty:
        create(empty, name)


def _write(name: str, path: str, parts: list[tuple[Access, int, int]]) -> None:
    """Write parts of files, each from one offset to another, into a file that is there, durably."""
    with contextlib.closing(open_locked(name, Output)) as file:
        file.path = path
        end = 0
        for source, start, stop in parts:
            end = file.write_all(end, source.windows(start, stop))
        file.sync()


class _Recovery:
    """The recovery of a file that is not sound."""

    def __init__(self, ruin: Ruin, target: str, key: Ed25519PrivateKey | None, clock: Clock) -> None:
        self.ruin, self.target, self.clock = ruin, target, clock
        self.key = key or load_private_key(None)
        given = None if key is None else key.public_key().public_bytes_raw()
        self.own_key = given is not None and self.is_own(given)
        self.signer = given if self.own_key else ruin.confirmed_signer()
        self.keeping: list[tuple[str, str]] = []  # files that stay, and what is added to their names

    def is_own(self, public_key: bytes) -> bool:
        """Say whether a key is the file's: it names the key, or a signature of the key is in it."""
        ruin = self.ruin
        if ruin.signer() == public_key or ruin.has_signed(public_key):
            return True
        return any(examine(ruin, public_key).signed)  # one behind damage will do: else what is forged would pass

    def run(self, new: str) -> RecoverReport:
        """Write the new file; keep what it does not hold."""
        survey = examine(self.ruin, self.signer)
        before = self.restore(new)
        if before is None:
            if self.would_lose(survey):
                self.keep_original()
            return self.rebuild(new, survey)
        appended = [offset for offset in survey.blocks if offset >= before.provenance_offset]
        lost = bool(survey.damaged) or (survey.surplus > 0 and not self.only_old_sections(new, before, survey))
        if lost or (appended and not self.own_key and any(survey.signed)):
            self.keep_original()
        if not appended:
            with Ruin(new) as restored:
                return self.report(before.block_count, _named_key(restored), survey)
        if self.own_key:
            return self.rebuild(new, survey, begun=before)
        os.rename(new, f"{new}.before")  # signed by a key that is not at hand
        self.keeping.insert(0, (f"{new}.before", "before-append"))
        _make_empty(new, self.ruin.path)
        return self.rebuild(new, survey)

    def report(self, blocks: int, key: str, survey: Survey, **told: Any) -> RecoverReport:
        return RecoverReport(self.ruin.path, self.target, blocks, key, survey.damaged, **told)

    def restore(self, new: str) -> FileHeader | None:
        """Put together the file as it was before an append began; return its header, None if that fails."""
        ruin = self.ruin
        for name in undo_paths(ruin.path, None if ruin.header_lost else ruin.header.file_id):
            with contextlib.closing(PlainFile(name)) as saved:
                header = FileHeader.unpack(saved.read(0, FILE_HEADER.size))
                if header.provenance_offset > ruin.file.size:
                    continue
                blocks = (ruin.file, FILE_HEADER.size, header.provenance_offset)
                parts: list[tuple[Access, int, int]] = [
                    (saved, 0, FILE_HEADER.size),
                    blocks,
                    (saved, FILE_HEADER.size, saved.size),
                ]
                _write(new, ruin.path, parts)
            if verify_file(new).ok:
                return header
            os.truncate(new, 0)
        return None

    def only_old_sections(self, new: str, before: FileHeader, survey: Survey) -> bool:
        """Say whether what follows the blocks is what the restored file has there, as far as it is not zero."""
        if survey.end != before.provenance_offset:
            return False
        with contextlib.closing(PlainFile(new)) as restored:
            end = min(restored.size, self.ruin.file.size)
            windows = (file.windows(survey.end, end) for file in (restored, self.ruin.file))
            return all(
                not any(there) or all(mine in (0, old) for old, mine in zip(bytes(old), bytes(there), strict=True))
                for old, there in zip(*windows, strict=True)
            )

    def rebuild(self, new: str, survey: Survey, begun: FileHeader | None = None) -> RecoverReport:
        """Write all blocks that hold; where `begun` is the file as it was before an append, those that came after."""
        ruin = self.ruin
        with self.writer(new, survey, append=begun is not None) as writer:
            for number, offset in enumerate(survey.blocks):
                if begun is None or offset >= begun.provenance_offset:
                    writer.copy_block(next(ruin.whole_blocks(offset, number)))
            blocks = writer.stats.blocks
            previous_key = ruin.public_key() if not ruin.finished else None
            told: dict[str, Any] = {
                "blocks": blocks,
                "damaged": len(survey.damaged),
                "signed_anew": not self.own_key,
                "previous_public_key": previous_key.hex() if previous_key else None,
            }
            writer.note("recover", told | ({"gaps": survey.gaps} if survey.gaps else {}))
        return self.report(blocks, writer.public_key, survey, signed_anew=not self.own_key)

    def writer(self, new: str, survey: Survey, *, append: bool) -> MAIFStreamWriter:
        if append:
            return MAIFStreamWriter(new, mode="a", private_key=self.key, clock=self.clock)
        sign_each = self.own_key and bool(survey.signed) and bool(survey.signed[0])
        old = _header_of_genesis(self.ruin, survey.end) if self.ruin.header_lost else self.ruin.header
        return _SameFileWriter(
            old, new, private_key=self.key, sign="block" if sign_each else "merkle", clock=self.clock
        )

    def would_lose(self, survey: Survey) -> bool:
        """Say whether the old file holds bytes or signatures that a new one of its whole blocks does not."""
        ruin = self.ruin
        lost = ruin.finished or ruin.header.finalized or ruin.header_lost is not None
        return lost or bool(survey.damaged or survey.surplus) or (any(survey.signed) and not self.own_key)

    def keep_original(self) -> None:
        self.keeping.append((self.ruin.path, "damaged"))

    def keep(self) -> tuple[str, ...]:
        """Give what stays beside the target a name of its own; return these names."""
        return tuple(_second_name(name, f"{self.target}.{suffix}") for name, suffix in self.keeping)


def _second_name(name: str, wanted: str) -> str:
    """Give a file a second name, or a number behind it where that is taken; return it."""
    for number in itertools.count(1):
        second = wanted if number == 1 else f"{wanted}-{number}"
        try:
            os.link(name, second)
        except FileExistsError:
            if not (os.path.isfile(second) and filecmp.cmp(name, second, shallow=False)):
                continue
        except OSError:  # a file system without hard links
            if os.path.lexists(second):
                continue
            shutil.copyfile(name, second)
            shutil.copymode(name, second)
        return second
    raise AssertionError


def _header_of_genesis(ruin: Ruin, blocks_end: int) -> FileHeader:
    """Return a header in the place of a lost one: what provenance behind the blocks says of the file, if it does."""
    header = ruin.header._replace(file_id=os.urandom(16), creator_id=os.urandom(16), agent_did=b"did:maif:maif")
    start = blocks_end + SECTION_LENGTH.size
    with contextlib.suppress(MAIFError, ValueError, TypeError, AttributeError):
        (length,) = SECTION_LENGTH.unpack(ruin.file.read(blocks_end, SECTION_LENGTH.size))
        genesis = next(read_entries(ruin.file.windows(start, min(start + length, ruin.file.size), 1 << 16)))
        told = metadata_of(genesis)
        header = header._replace(
            created=int(genesis["timestamp"]) % 2**64,
            file_id=bytes.fromhex(told["file_id"]),
            creator_id=bytes.fromhex(told["creator_id"]),
            agent_did=genesis["agent_did"].encode()[:64],
        )
    return header


class _SameFileWriter(MAIFStreamWriter):
    """Writes a file with the identity of another: its ids, its agent, the time of its making."""

    def __init__(self, old: FileHeader, path: StrPath, **options: Any) -> None:
        self._old = old
        super().__init__(path, agent_id=old.did.removeprefix("did:maif:"), **options)

    def _first_header(self) -> FileHeader:
        old = self._old
        return (
            super()
            ._first_header()
            ._replace(created=old.created, file_id=old.file_id, creator_id=old.creator_id, agent_did=old.agent_did)
        )
