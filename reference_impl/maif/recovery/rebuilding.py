"""A new file of a broken one: from what was before an append, where that was saved, and from every block that holds."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from maif.clock import Clock
from maif.file.access import Access, PlainFile
from maif.file.format import FILE_HEADER, FileHeader
from maif.file.integrity import load_private_key
from maif.recovery.beside import make_empty, second_name, write_parts
from maif.recovery.examining import Ruin, Survey, examine
from maif.recovery.identity import SameFileWriter, header_of_genesis
from maif.recovery.report import RecoverReport
from maif.streaming.appending import undo_paths
from maif.streaming.writer import MAIFStreamWriter
from maif.verification import verify_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Rebuilding:
    """The recovery of a file that is not sound, into a new one; see `recover`."""

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
                return self.report(before.block_count, named_key(restored), survey)
        if self.own_key:
            return self.rebuild(new, survey, begun=before)
        os.rename(new, f"{new}.before")  # signed by a key that is not at hand
        self.keeping.insert(0, (f"{new}.before", "before-append"))
        make_empty(new, self.ruin.path)
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
                write_parts(new, ruin.path, parts)
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
        old = header_of_genesis(self.ruin, survey.end) if self.ruin.header_lost else self.ruin.header
        return SameFileWriter(old, new, private_key=self.key, sign="block" if sign_each else "merkle", clock=self.clock)

    def would_lose(self, survey: Survey) -> bool:
        """Say whether the old file holds bytes or signatures that a new one of its whole blocks does not."""
        ruin = self.ruin
        lost = ruin.finished or ruin.header.finalized or ruin.header_lost is not None
        return lost or bool(survey.damaged or survey.surplus) or (any(survey.signed) and not self.own_key)

    def keep_original(self) -> None:
        self.keeping.append((self.ruin.path, "damaged"))

    def keep(self) -> tuple[str, ...]:
        """Give what stays beside the target a name of its own; return these names."""
        return tuple(second_name(name, f"{self.target}.{suffix}") for name, suffix in self.keeping)


def named_key(ruin: Ruin) -> str:
    """Return the key that a file names as its own, in hex."""
    return (ruin.public_key() or b"").hex()
