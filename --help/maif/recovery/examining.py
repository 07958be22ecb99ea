"""Walking over a file of which anything may be damaged: which blocks hold, and what lies between them.

A block counts if its header makes sense, its content is what its hash says, its metadata can be read, and its signature
holds if it has one and the key is known. Behind damage the walk goes on with the next such block: where the index of a
finished file says, else at the next place that looks like a header and holds.
"""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import FormatError
from maif.file.block import Block
from maif.file.claims import Finding, findings, unreadable
from maif.file.format import BLOCK_AT, BLOCK_HEADER, FILE_HEADER, MAGIC, TYPE_CODES, VERSION, BlockFlag, FileHeader
from maif.file.integrity import signature_holds
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH
from maif.verification import MAX_PROBLEMS, Problem

_TYPES = b"|".join(code.to_bytes(4, "big") for code in TYPE_CODES.values())
_LOOKS_LIKE_A_BLOCK = re.compile(b"(?:%s)....\\0\\0\\0\1" % _TYPES, re.DOTALL)  # type, any flags, version 1
_TYPE_AT = BLOCK_AT["type_code"]
_EFFORT = 8  # how many times the file's bytes may be hashed in vain, before the search gives up: a file may be hostile


class Ruin(BlockStorage):
    """A file of which anything may be damaged; `header_lost` tells that it does not even begin like one."""

    header_lost: FormatError | None = None

    def __init__(self, path: StrPath, *, enable_mmap: bool = True) -> None:
        super().__init__(path, enable_mmap=enable_mmap, allow_unfinished=True)
        self.file.keep()

    def _read_header(self) -> FileHeader:
        try:
            return super()._read_header()
        except FormatError as error:
            self.header_lost = error
            return FileHeader(MAGIC, *VERSION, 0, 0, 0, b"", b"", b"", 0, 0, 0, 0, b"", b"")

    def signer(self) -> bytes | None:
        """Return the key that the file names, if it can be read."""
        try:
            return self.public_key()
        except FormatError:
            return None

    def has_signed(self, public_key: bytes) -> bool:
        """Say whether a signature of the key is in the file's header, or in one of its first hundred blocks."""
        header = self.header
        return signature_holds(public_key, header.signature, header.signed_part) or any(
            block.header.flags & BlockFlag.SIGNED and not any(findings(block, key=public_key))
            for block in itertools.islice(self.whole_blocks(), 100)
        )

    def confirmed_signer(self) -> bytes | None:
        """Return the key that the file names; a finished one's closing sections may be damaged: if it has signed."""
        named = self.signer()
        return named if named is None or not self.header.finalized or self.has_signed(named) else None

    def block_at(self, offset: int, number: int) -> Block | None:
        """Return what lies at an offset, if it looks like a whole block."""
        if offset + BLOCK_HEADER.size > self.blocks_end:
            return None
        block = next(self.whole_blocks(offset, number), None)
        if block is None:
            return None
        header = block.header
        fits = header.metadata_size <= header.size - BLOCK_HEADER.size
        return block if fits and header.version == 1 and not any(header.reserved) else None


@dataclass
class Survey:
    """What an examination found: where the blocks that hold begin, what is damaged, where it ends."""

    blocks: array[int] = field(default_factory=lambda: array("Q"))
    signed: bytearray = field(default_factory=bytearray)  # 1 for each of them that is signed
    damaged: list[Problem] = field(default_factory=list)
    gaps: int = 0
    end: int = FILE_HEADER.size
    surplus: int = 0

    def note(self, problem: Problem) -> None:
        """Add what is damaged; the first thousand will do."""
        if len(self.damaged) < MAX_PROBLEMS:
            self.damaged.append(problem)


class Found(NamedTuple):
    """A block, with the first thing that is wrong with it; or a place without one, up to where the next begins."""

    block: Block | None
    offset: int
    wrong: Finding | None


def examine(ruin: Ruin, key: bytes | None) -> Survey:
    """Examine a file once; `key` is its signer's, if that is known.

    Of a group that was written as one, an unfinished file has all blocks or none. Where some blocks are signed by the
    key, one that is not signed is nobody's. Raises the `FormatError` of its beginning for what is no MAIF file at all.
    """
    survey = Survey()
    found = _every(ruin, key)
    for number, (block, offset, wrong) in enumerate(found if ruin.finished else _whole_groups(found)):
        if wrong is not None:
            survey.note(Problem(number, offset, wrong.what, wrong.kind))
        if block is None:
            survey.gaps += 1
            continue
        survey.end = offset + len(block.frame)
        if wrong is None:
            survey.blocks.append(offset)
            survey.signed.append(block.header.flags & BlockFlag.SIGNED)
    if ruin.header_lost and not (survey.blocks and (survey.blocks[0] == FILE_HEADER.size or _begins_with_zeros(ruin))):
        raise ruin.header_lost
    if key is not None and any(survey.signed) and not all(survey.signed):
        _leave_out_unsigned(survey)
    survey.surplus = _without_zeros(ruin, survey.end)
    return survey


def _begins_with_zeros(ruin: Ruin) -> bool:
    return not any(ruin.file.read(0, len(MAGIC)))


def _leave_out_unsigned(survey: Survey) -> None:
    what = "the block is not signed, others are"
    for number, (offset, signed) in enumerate(zip(survey.blocks, survey.signed, strict=True)):
        if not signed:
            survey.note(Problem(number, offset, what, "signature"))
    survey.blocks = array("Q", (offset for offset, signed in zip(survey.blocks, survey.signed, strict=True) if signed))
    survey.signed = bytearray([1]) * len(survey.blocks)


def _without_zeros(ruin: Ruin, start: int) -> int:
    """Return how many bytes there are from `start` to where the blocks could end, zeros at the end left out."""
    surplus, offset = 0, start
    for window in ruin.file.windows(start, ruin.blocks_end):
        kept = len(bytes(window).rstrip(b"\0"))
        surplus = offset + kept - start if kept else surplus
        offset += len(window)
    return surplus


def _every(ruin: Ruin, key: bytes | None) -> Iterator[Found]:
    """Yield what lies in the file, up to its last block."""
    offset, number, effort = FILE_HEADER.size, 0, _Effort(_EFFORT * ruin.file.size)
    others = {NO_HASH}  # what blocks of another file follow
    while True:
        for block in ruin.whole_blocks(offset, number):
            wrong = next(_wrong_in(block, key), None)
            if wrong is not None and wrong.kind != "signature" and not _goes_on_behind(ruin, block):
                break  # its size may be wrong as well
            if block.header.previous_hash in others and block.offset != FILE_HEADER.size:
                wrong = wrong or Finding("the block is of another file: it follows none of this one", "chain")
                others = {NO_HASH, block.header.content_hash}
            yield Found(block, block.offset, wrong)
            offset, number = block.offset + len(block.frame), number + 1
        following = _next_block(ruin, offset + 1, effort)
        if following is None:
            return
        what = f"no whole block lies here, {following.offset - offset} bytes are passed over"
        yield Found(None, offset, Finding(what, "content"))
        offset, number = following.offset, number + 1


def _wrong_in(block: Block, key: bytes | None) -> Iterator[Finding]:
    yield from findings(block, key=key)
    yield from unreadable(block)


def _goes_on_behind(ruin: Ruin, block: Block) -> bool:
    """Say whether a damaged block ends where its header says: the blocks end there, or the next one follows it."""
    end = block.offset + len(block.frame)
    after = ruin.block_at(end, block.index + 1)
    if after is None:
        return end == ruin.blocks_end
    return after.header.previous_hash == block.header.content_hash or not any(findings(after))


class _Effort:
    """How many bytes may still be hashed in vain."""

    def __init__(self, left: int) -> None:
        self.left = left


def _next_block(ruin: Ruin, start: int, effort: _Effort) -> Block | None:
    """Return the first block from `start` on that holds.

    Blocks of a MAIF file that lies in the data of a damaged block are not this file's: they are passed over.
    """
    for offset in _indexed(ruin, start) or _lookalikes(ruin, start):
        if effort.left < 0:
            return None
        if offset < start:
            continue
        block = ruin.block_at(offset, 0)
        if block is None or any(findings(block)):
            effort.left -= BLOCK_HEADER.size if block is None else len(block.frame)
        elif _is_first_of_another_file(ruin, block):
            start = _end_of_chain(ruin, block)
        else:
            return block
    return None


def _indexed(ruin: Ruin, start: int) -> list[int]:
    """Return where blocks begin from `start` on, as the index of a finished file says; nothing if it cannot be used."""
    if not ruin.finished:
        return []
    offsets = [offset for offset, *_ in ruin.index_entries() if start <= offset < ruin.blocks_end]
    return sorted(offsets)


def _lookalikes(ruin: Ruin, start: int) -> Iterator[int]:
    """Yield the places from `start` on that have the letters of a type where a block has them."""
    for base in range(start, ruin.blocks_end, _STRIDE):
        window = ruin.file.window(base, min(_STRIDE + BLOCK_HEADER.size, ruin.blocks_end - base))
        for match in _LOOKS_LIKE_A_BLOCK.finditer(window, _TYPE_AT):
            if match.start() < _STRIDE + _TYPE_AT:  # else the next window has it as well
                yield base + match.start() - _TYPE_AT


_STRIDE = 1 << 22  # bytes that are searched together


def _is_first_of_another_file(ruin: Ruin, block: Block) -> bool:
    before = block.offset - FILE_HEADER.size
    if before <= 0:
        return False
    return block.header.previous_hash == NO_HASH or bytes(ruin.file.read(before, len(MAGIC))) == MAGIC


def _end_of_chain(ruin: Ruin, block: Block | None) -> int:
    """Return where the last of the blocks ends that follow each other from this one on."""
    end, previous = 0, b""
    while block is not None and (not previous or block.header.previous_hash == previous):
        end, previous = block.offset + len(block.frame), block.header.content_hash
        block = ruin.block_at(end, 0)
    return end


def _whole_groups(found: Iterable[Found]) -> Iterator[Found]:
    """Pass blocks on; find fault with those of a group that is not whole."""
    group: list[Found] = []
    of = 0
    for one in found:
        place = one.block.group if one.block is not None and one.wrong is None else None
        if group and place != (len(group), of):
            yield from map(_torn, group)
            group = []
        if place is None:
            yield one
        elif place[0] != len(group):
            yield _torn(one)
        else:
            group.append(one)
            if len(group) == (of := place[1]):
                yield from group
                group = []
    yield from map(_torn, group)


def _torn(found: Found) -> Found:
    return found._replace(wrong=Finding("the group that it was written with is not whole", "content"))
