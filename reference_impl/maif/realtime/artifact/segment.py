"""One segment while it is written: begun or gone on with, filled, and finished with what its reader may skip it by."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FileAlreadyExistsError, FileLockedError, FormatError, InvalidArgumentError
from maif.file.format import BLOCK_HEADER, BlockType
from maif.file.lock import is_locked
from maif.realtime.artifact.draft import FROM, Draft, marked, new_block_id
from maif.recovery import recover
from maif.segments.naming import segment_number, segment_path, segment_paths
from maif.streaming.writer import MAIFStreamWriter

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from maif.realtime.outbox import Origin

_AROUND = BLOCK_HEADER.size + 60  # bytes of a block around its data: the header, and what `_from` takes
POSITIONS = "positions"  # metadata of a segment's last block: the highest position of each partition in it
Highest = dict[tuple[str, str, int | str], int]  # by source, group and partition


class Writing(NamedTuple):
    """How segments are written: by whom, with which key, and how large they become.

    Their writers hold back what is small until they are flushed: see `maif.realtime.artifact.shelf`.
    """

    agent_id: str
    key: Ed25519PrivateKey
    segment_size: int = 64 << 20
    buffer_size: int = 64 << 10
    clock: Clock = SYSTEM_CLOCK

    def open(self, path: str, mode: Any) -> MAIFStreamWriter:
        """Open a writer."""
        return MAIFStreamWriter(
            path,
            agent_id=self.agent_id,
            private_key=self.key,
            buffer_size=self.buffer_size,
            mode=mode,
            flush_soon=False,
            clock=self.clock,
        )


class OpenSegment:
    """A segment that this process writes."""

    def __init__(self, writer: MAIFStreamWriter, highest: Highest) -> None:
        self._writer = writer
        self._highest = highest
        self.path = writer.path
        self.size = writer.stats.bytes
        """Bytes so far, but for metadata: asking the writer for each block would take longer than writing it."""

    def write(self, drafts: Sequence[Draft], origin: Origin | None, artifacts: int) -> None:
        """Write blocks as one group."""
        of = len(drafts)
        if of == 1:  # as it is for most messages
            (draft,) = drafts
            described = draft.metadata if origin is None else marked(draft.metadata, origin, 0, 1, artifacts)
            self._writer.write_chunk(draft.data, draft.block_type, described, block_id=draft.block_id)
        else:
            self._writer.write_group(
                (
                    draft.data,
                    draft.block_type,
                    draft.metadata if origin is None else marked(draft.metadata, origin, number, of, artifacts),
                    draft.block_id,
                )
                for number, draft in enumerate(drafts)
            )
        for draft in drafts:
            self.size += len(draft.data) + _AROUND
        if origin is not None:
            partition, position = origin[:3], origin[3]
            if position > self._highest.get(partition, -1):
                self._highest[partition] = position

    def flush(self, sync: bool) -> None:
        """Hand everything to the operating system, and with `sync` to the disk."""
        self._writer.flush(sync)

    def flush_waiting(self) -> None:
        """Hand to the operating system what waits, unless the writer is at work: what fails, the next call tells."""
        self._writer.flush_waiting()

    def finish(self) -> None:
        """Write the last block, and finish the file."""
        try:
            self._writer.write_chunk(b"", BlockType.METADATA, _summary(self._highest), block_id=new_block_id())
            self._writer.close()
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Let go of the file as it is, unfinished."""
        self._writer.__exit__(RuntimeError, None, None)


def _summary(highest: Highest) -> dict[str, Any]:
    return {POSITIONS: [[*partition, position] for partition, position in highest.items()]}


def reopen_segment(folder: str, writing: Writing) -> OpenSegment | None:
    """Go on with an artifact's last segment, if it is small and free."""
    paths = segment_paths(folder)
    if paths and 4 * os.path.getsize(paths[-1]) < writing.segment_size:
        with contextlib.suppress(FileLockedError, FormatError, InvalidArgumentError, FileNotFoundError):
            return _reopened(paths[-1], writing)
    return None


def begin_segment(folder: str, writing: Writing) -> OpenSegment:
    """Begin an artifact's next segment."""
    os.makedirs(folder, exist_ok=True)
    paths = segment_paths(folder)
    number = segment_number(paths[-1]) if paths else 0
    while True:
        number += 1
        with contextlib.suppress(FileAlreadyExistsError):
            return OpenSegment(writing.open(segment_path(folder, number), "x"), {})


def _reopened(path: str, writing: Writing) -> OpenSegment:
    """Go on with a finished segment of our own."""
    with BlockStorage(path) as storage:
        highest = highest_in(storage)
    writer = writing.open(path, "a")
    try:
        if highest is None:  # nobody finished it the way we do
            with BlockStorage(path, allow_unfinished=True) as storage:
                highest = _highest_of(block.metadata for block in storage)
        return OpenSegment(writer, highest)
    except BaseException:
        writer.__exit__(RuntimeError)
        raise


def highest_in(storage: BlockStorage) -> Highest | None:
    """Return the highest position a partition that a finished segment holds; None if it does not say so."""
    if not storage.finished or not len(storage):
        return None
    last = storage[-1]
    if last.block_type != BlockType.METADATA.value:
        return None
    with contextlib.suppress(TypeError, ValueError, KeyError):
        return {(source, group, partition): position for source, group, partition, position in last.metadata[POSITIONS]}
    return None


def _highest_of(metadata: Iterable[dict[str, Any]]) -> Highest:
    highest: Highest = {}
    for each in metadata:
        if isinstance(mark := each.get(FROM), list) and len(mark) >= 6:
            source, group, partition, position = mark[:4]
            key = (source, group, partition)
            highest[key] = max(position, highest.get(key, -1))
    return highest


def is_abandoned(path: str) -> bool:
    """Say whether a segment is unfinished and nobody writes it; not so of what is no MAIF file."""
    try:
        with open(path, "rb") as file:
            if is_locked(file.fileno()):
                return False
        with BlockStorage(path, enable_mmap=False, allow_unfinished=True) as storage:
            return not storage.finished
    except (FileNotFoundError, FormatError):
        return False


def finish_abandoned(path: str, writing: Writing) -> None:
    """Finish a segment whose writer died: recover it, and write its last block.

    Raises `FileLockedError` where somebody else is at it, and `InvalidArgumentError` where it was begun with another
    key: recovering would put our name to it.
    """
    with BlockStorage(path, enable_mmap=False, allow_unfinished=True) as storage:
        if storage.public_key() != writing.key.public_key().public_bytes_raw():
            raise InvalidArgumentError("it was written with another private key: recover it with `maif recover --key`")
    report = recover(path, private_key=writing.key, clock=writing.clock)
    if all(problem.block is not None and problem.block >= report.blocks for problem in report.damaged):
        for kept in report.kept:  # nothing but a last write that death cut off: its messages come again
            os.unlink(kept)
    _reopened(path, writing).finish()
