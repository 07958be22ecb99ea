"""What is left of a file whose writer died, or that was damaged: find it, and make a finished file of it.

The new file is written beside the old one and takes its place only when it is safe on disk. Where the old one holds
bytes that the new one does not, it stays, under another name.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FileAlreadyExistsError, FormatError, MAIFError
from maif.file.access import MappedFile
from maif.file.block import Block
from maif.file.format import BLOCK_HEADER, FILE_HEADER, BlockFlag, FileHeader
from maif.file.integrity import NO_HASH, content_hash, load_private_key, signature_holds
from maif.file.output import StrPath, create, open_locked, sync_folder
from maif.streaming.appending import remove_undo, undo_path
from maif.streaming.writer import MAIFStreamWriter
from maif.verification import Problem, verify_file, verify_storage

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from maif.file.integrity import PrivateKey


class ScanReport(NamedTuple):
    """What is left of a file.

    `blocks` counts the whole blocks whose content and chain hold; `damaged` tells of the whole blocks that do not.
    `end` is the offset at which the walk over the blocks stopped, and `reason` says why. `surplus` counts the bytes
    from there to where blocks could be, zeros at the end left out.
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

    `output` is the finished file, with `blocks` blocks; `damaged` tells of the blocks that could not be kept. `changed`
    is False where there was nothing to do. `signed_anew` says that the file's own key was not at hand: signatures of
    single blocks were cleared, and `public_key` is another one. `original` is where the old file was kept, if it holds
    bytes that the new one does not.
    """

    path: str
    output: str
    blocks: int
    damaged: list[Problem]
    changed: bool
    signed_anew: bool
    public_key: str
    original: str | None


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
    with BlockStorage(path, enable_mmap=False, allow_unfinished=True) as storage:
        return _scan(storage)


def _scan(storage: BlockStorage) -> ScanReport:
    blocks, damaged, end = 0, [], FILE_HEADER.size
    for block, wrong in _examine(storage):
        if wrong:
            damaged.append(_problem(block, wrong))
        else:
            blocks += 1
        end = block.offset + len(block.frame)
    surplus = 0 if end >= storage.blocks_end else _without_zeros(storage, end)
    if end >= storage.blocks_end:
        reason = "the blocks end here"
    elif surplus:
        reason = f"no whole block lies here, and {surplus} bytes follow"
    else:
        reason = "nothing but zeros follows"
    return ScanReport(storage.path, storage.finished, blocks, damaged, end, reason, surplus)


def _problem(block: Block, wrong: str) -> Problem:
    return Problem(block.index, block.offset, wrong, "content")


def _without_zeros(storage: BlockStorage, start: int) -> int:
    """Return how many bytes there are from `start` to where the blocks could end, zeros at the end left out."""
    surplus, offset = 0, start
    for window in storage.file.windows(start, storage.blocks_end):
        kept = len(bytes(window).rstrip(b"\0"))
        surplus = offset + kept - start if kept else surplus
        offset += len(window)
    return surplus


def _examine(storage: BlockStorage) -> Iterator[tuple[Block, str]]:
    """Yield each whole block with what is wrong with it, or an empty text.

    Of a group that was written as one, an unfinished file has all blocks or none.
    """
    return _examine_each(storage) if storage.finished else _whole_groups(_examine_each(storage))


def _whole_groups(examined: Iterable[tuple[Block, str]]) -> Iterator[tuple[Block, str]]:
    """Pass blocks on; find fault with those of a group that is not whole."""
    group: list[Block] = []
    of = 0
    for block, wrong in examined:
        place = None if wrong else block.group
        if group and place != (len(group), of):
            yield from _torn(group)
            group = []
        if place is None:
            yield block, wrong
        elif place[0] != len(group):
            yield from _torn([block])
        else:
            group.append(block)
            if len(group) == (of := place[1]):
                yield from ((whole, "") for whole in group)
                group = []
    yield from _torn(group)


def _torn(group: list[Block]) -> Iterator[tuple[Block, str]]:
    return ((block, "the group that it was written with is not whole") for block in group)


def _examine_each(storage: BlockStorage) -> Iterator[tuple[Block, str]]:
    before: tuple[bytes, bytes] | None = (NO_HASH, NO_HASH)  # what the block before says its hash is, and what it is
    for block in _every_block(storage):
        header = block.header
        if header.metadata_size > header.size - BLOCK_HEADER.size:
            yield block, "the metadata is larger than its block"
            before = None
            continue
        actual = content_hash(block.view, block.raw_metadata)
        if actual != header.content_hash:
            yield block, "the content is not what its hash says"
        elif before is not None and header.previous_hash not in before:
            yield block, "the block does not follow the one before it"
        elif wrong := _unreadable(block):
            yield block, wrong
        else:
            yield block, ""
        before = (header.content_hash, actual)


def _unreadable(block: Block) -> str:
    try:
        block.metadata  # noqa: B018 — raises where it cannot be read
    except MAIFError as error:
        return str(error)
    return ""


def _every_block(storage: BlockStorage) -> Iterator[Block]:
    """Yield the whole blocks that a walk finds; where it stops too early in a finished file, go on by the index."""
    number, offset = 0, FILE_HEADER.size
    for block in storage.whole_blocks():
        yield block
        number, offset = block.index + 1, block.offset + len(block.frame)
    if storage.finished and offset < storage.blocks_end:
        for later in range(number, storage.header.block_count):
            with contextlib.suppress(FormatError):
                yield storage[later]


def recover(
    path: StrPath,
    output: StrPath | None = None,
    private_key: PrivateKey | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> RecoverReport:
    """Make a finished file of every whole block whose content and chain hold.

    Without `output` the new file takes the old one's place, at once and only when it is safe on disk; a file that is
    sound is left alone, so that a second call changes nothing. With the file's own `private_key` its blocks keep their
    signatures; without it they are cleared, and the file is signed with a new key (or the one that is given), which the
    report and the provenance say. What an appending writer saved (`<name>.undo`) is used and then removed.

    Recovery is for accidents. It cannot tell a block's type, id or time from what somebody made of it: look at what
    `verify_file` says before you sign a finished file anew.

    Raises `FileLockedError` while a writer holds the file, `FormatError` where it does not begin like a MAIF file,
    `FileAlreadyExistsError` where `output` exists, `WriteError` where the disk refuses. The old file is then untouched.

    >>> with MAIFStreamWriter("torn.maif") as writer:
    ...     ids = [writer.write_text_chunk("a text") for _ in range(3)]
    >>> os.truncate("torn.maif", 444 + 2 * 380 + 100)
    >>> report = recover("torn.maif")
    >>> report.blocks, report.signed_anew, os.path.basename(report.original)
    (2, True, 'torn.maif.damaged')
    >>> recover("torn.maif").changed
    False
    """
    path = os.path.realpath(path)
    target = path if output is None else os.fspath(output)
    if output is not None and os.path.lexists(target):
        raise FileAlreadyExistsError(errno.EEXIST, "the output exists: choose another name", target)
    given_key = None if private_key is None else load_private_key(private_key)
    with _locked(path), BlockStorage(path, allow_unfinished=True) as storage:
        sound = storage.finished and verify_storage(storage).ok
        if sound and target == path:
            remove_undo(path)
            return RecoverReport(path, path, len(storage), [], False, False, _named_key(storage), None)
        key = given_key or load_private_key(None)
        own_key = given_key is not None and _is_own(given_key.public_key().public_bytes_raw(), storage)
        with _new_file(f"{target}.recovering") as new:
            report = _copy(storage, new, target) if sound else _rebuild(storage, new, target, key, own_key, clock)
            shutil.copymode(path, new)
            original = _keep_original(storage) if path == target and _would_lose(storage) else None
            os.replace(new, target)
        sync_folder(target)
        if path == target:
            remove_undo(path)
        return report._replace(original=original)


@contextlib.contextmanager
def _locked(path: str) -> Iterator[None]:
    descriptor = open_locked(path)
    try:
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _new_file(name: str) -> Iterator[str]:
    """Remove the file again, unless it has another name by the end; one left by a killed recovery makes way, too."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name)
    try:
        yield name
    finally:
        for left in (name, undo_path(name)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(left)


def _copy(storage: BlockStorage, new: str, target: str) -> RecoverReport:
    """Copy a file that is sound."""
    with contextlib.closing(create(new, target)) as copy:
        copy.write_all(0, storage.file.windows(0, storage.file.size))
        copy.sync()
    return RecoverReport(storage.path, target, len(storage), [], True, False, _named_key(storage), None)


def _named_key(storage: BlockStorage) -> str:
    return (storage.public_key() or b"").hex()


def _is_own(public_key: bytes, storage: BlockStorage) -> bool:
    """Say whether a key is the file's: it names the key, or the key's signature is in its header."""
    with contextlib.suppress(FormatError):
        if storage.public_key() == public_key:
            return True
    return signature_holds(public_key, storage.header.signature, storage.header.signed_part)


def _rebuild(
    storage: BlockStorage, new: str, target: str, key: Ed25519PrivateKey, own_key: bool, clock: Clock
) -> RecoverReport:
    """Write the new file: what was there before an append began, as it was, and after it all blocks that hold."""
    restored = None if storage.finished else _restore(storage, new)
    if restored is not None:
        if not any(block.index >= restored for block, wrong in _examine(storage) if not wrong):
            return RecoverReport(storage.path, target, restored, [], True, False, _named_key(storage), None)
        if not own_key:
            restored = None
            os.unlink(new)
    damaged: list[Problem] = []
    with _writer(storage, new, key, own_key, clock, append=restored is not None) as writer:
        for block, wrong in _examine(storage):
            if wrong:
                damaged.append(_problem(block, wrong))
            elif block.index >= (restored or 0):
                writer.copy_block(block)
        blocks = writer.stats.blocks
        previous_key = storage.public_key() if not storage.finished else None
        writer.note("recover", {
            "blocks": blocks,
            "damaged": len(damaged),
            "signed_anew": not own_key,
            "previous_public_key": previous_key.hex() if previous_key else None,
        })  # fmt: skip
    return RecoverReport(storage.path, target, blocks, damaged, True, not own_key, writer.public_key, None)


def _restore(storage: BlockStorage, new: str) -> int | None:
    """Put together the file as it was before an append began; return how many blocks it has, None if that fails."""
    try:
        with contextlib.closing(MappedFile(undo_path(storage.path))) as saved:
            header = FileHeader.unpack(saved.read(0, min(FILE_HEADER.size, saved.size)))
            if header.file_id != storage.header.file_id or header.provenance_offset > storage.file.size:
                return None
            with contextlib.closing(create(new, storage.path)) as file:
                file.write_at(0, header.pack())
                end = file.write_all(FILE_HEADER.size, storage.file.windows(FILE_HEADER.size, header.provenance_offset))
                file.write_all(end, saved.windows(FILE_HEADER.size, saved.size))
                file.sync()
    except (FileNotFoundError, FormatError):
        return None
    if not verify_file(new).ok:
        os.unlink(new)
        return None
    return header.block_count


def _writer(
    storage: BlockStorage, new: str, key: Ed25519PrivateKey, own_key: bool, clock: Clock, *, append: bool
) -> MAIFStreamWriter:
    if append:
        return MAIFStreamWriter(new, mode="a", private_key=key, clock=clock)
    first = next((block for block, wrong in _examine(storage) if not wrong), None)
    signed = own_key and first is not None and first.header.flags & BlockFlag.SIGNED
    return _SameFileWriter(storage.header, new, private_key=key, sign="block" if signed else "merkle", clock=clock)


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


def _would_lose(storage: BlockStorage) -> bool:
    """Say whether the old file holds bytes that a new one of its whole blocks does not."""
    report = _scan(storage)
    return storage.finished or storage.header.finalized or bool(report.damaged or report.surplus)


def _keep_original(storage: BlockStorage) -> str:
    """Give the old file a second name, which stays when the new file takes the first; return it."""
    for number in itertools.count(1):
        name = f"{storage.path}.damaged" + (f"-{number}" if number > 1 else "")
        try:
            os.link(storage.path, name)
        except FileExistsError:
            if not os.path.samefile(storage.path, name):
                continue
        except OSError:  # a file system without hard links
            shutil.copyfile(storage.path, name)
        return name
    raise AssertionError
