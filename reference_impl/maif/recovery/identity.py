"""Who a file was: its ids, its agent, the time of its making, as a file that takes its place has them too."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from maif.errors import MAIFError
from maif.file.format import SECTION_LENGTH, FileHeader
from maif.file.lock import StrPath
from maif.file.provenance import metadata_of, read_entries
from maif.recovery.examining import Ruin
from maif.streaming.writer import MAIFStreamWriter


def header_of_genesis(ruin: Ruin, blocks_end: int) -> FileHeader:
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


class SameFileWriter(MAIFStreamWriter):
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
