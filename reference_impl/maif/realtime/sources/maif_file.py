"""Messages from MAIF files: the blocks of any, and dead letters, which are tried again."""

from __future__ import annotations

import asyncio
import glob
import os
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import suppress
from itertools import count, islice
from typing import Any, NamedTuple

from maif.arguments import path_text, require_callable
from maif.errors import FormatError, InvalidArgumentError, SourceError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.realtime.decoding import decode, decode_with
from maif.realtime.message import Message, Partition
from maif.realtime.sources.source import Source, SourceContext
from maif.segments import SegmentReader, segment_paths

TOGETHER = 256  # blocks that are read in one go
_DEAD = re.compile(r"(?P<name>.+\.dead(?:-\d+)?)(?:\.replay-(?P<number>\d+))?\.maif")
_CONTENT_TYPES = {"IMAG": "image/*", "TEXT": None, "BINA": None}


class MAIFSource(Source):
    """The blocks of a MAIF file, or of an artifact's folder of them, as messages: texts, pictures and bytes.

    A text that is a JSON object sets the fields of its message. A block's metadata are the message's; its `source_id`
    in them is the message's, else the file's name without suffix. The partition is the file's name, positions number
    its blocks. A file that is still being written gives what is there.
    """

    group = "maif"

    def __init__(
        self,
        path: StrPath,
        *,
        decode: Callable[[bytes], Any] | None = None,
        source_id: str | None = None,
        name: str | None = None,
    ) -> None:
        self.path = os.path.abspath(path_text(path))
        if decode is not None:
            require_callable(decode=decode)
        self.source_id = source_id or os.path.basename(self.path).partition(".")[0]
        super().__init__(name or os.path.basename(self.path))
        self._decode = decode
        self._found: list[str] = []

    async def open(self, context: SourceContext) -> None:
        """See that there is something to read. Raises `SourceError` if not."""
        await super().open(context)
        self._found = await asyncio.to_thread(self._paths)
        if not self._found:
            raise SourceError(f"{self.path}: there is no MAIF file to read")
        self.counts.connected = True

    def _paths(self) -> list[str]:
        if os.path.isdir(self.path):
            return segment_paths(self.path)
        return [self.path] if os.path.isfile(self.path) else []

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield a message a block."""
        for path in self._found:
            async for block in _blocks_of(path):
                if block.block_type in _CONTENT_TYPES:
                    yield self._message(os.path.basename(path), block)

    def _message(self, name: str, block: Block) -> Message:
        metadata = dict(block.metadata)
        source_id = metadata.pop("source_id", None) or self.source_id
        message = self._decoded(block, str(source_id))
        message.metadata = {**metadata, **message.metadata}
        message.timestamp = message.timestamp or block.timestamp
        message.partition, message.offset, message.next_offset = name, block.index, block.index + 1
        return message

    def _decoded(self, block: Block, source_id: str) -> Message:
        try:
            data = block.data
        except FormatError as error:
            return Message(source_id, raw=bytes(block.view), failure=error)
        if self._decode is not None:
            return decode_with(self._decode, data, source_id)
        return decode(data, source_id, _CONTENT_TYPES.get(block.block_type))


class Letter(NamedTuple):
    """Where a dead letter came from, as its metadata say."""

    source: str
    group: str
    partition: Partition
    position: int

    @classmethod
    def of(cls, block: Block) -> Letter:
        """Return the origin of a dead letter. Raises `FormatError` if the block is none."""
        try:
            source, group, partition, position, *_ = block.metadata["_from"]
            return cls(str(source), str(group), partition, int(position))
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("this block is no dead letter", block=block.index) from error


class DeadLetterSource(MAIFSource):
    """The messages in a file of dead letters, tried again.

    The source gives the file another name first: what fails again goes to a new file of the old name. It goes on with
    replays that a stop has interrupted; those that are finished keep their file, as `….replayed-N.maif`. A message has
    what it had: source id, key, time, and its position as `offset`; its partition tells where it came from, and
    `metadata["dead_letter"]` why it is here.
    """

    group = "replay"

    def __init__(
        self,
        path: StrPath,
        *,
        decode: Callable[[bytes], Any] | None = None,
        source_id: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(path, decode=decode, source_id=source_id, name=name)
        match = _DEAD.fullmatch(os.path.basename(self.path))
        if match is None:
            raise InvalidArgumentError(f"{self.path} is no file of dead letters: those end in '.dead.maif'")
        self._base = os.path.join(os.path.dirname(self.path), match["name"])
        self._unfinished: dict[str, dict[Partition, int]] = {}  # of each file's partitions, where the last letter ends
        self._done: dict[Partition, int] = {}

    def _paths(self) -> list[str]:
        """Give the file its new name, and return that of each replay that is not finished, the oldest first."""
        if os.path.isfile(f"{self._base}.maif"):
            for number in count(1):
                taken = [f"{self._base}.{state}-{number}.maif" for state in ("replay", "replayed")]
                if not any(map(os.path.exists, taken)):
                    os.rename(f"{self._base}.maif", taken[0])
                    break
        found = glob.glob(f"{glob.escape(self._base)}.replay-*.maif")
        return sorted((path for path in found if _DEAD.fullmatch(os.path.basename(path))), key=_number_of)

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield a message a letter."""
        for path in self._found:
            ends: dict[Partition, int] = {}
            async for block in _blocks_of(path):
                message = self._letter(_number_of(path), block)
                if message.partition not in ends:
                    await self.context.assigned({message.partition: None})
                ends[message.partition] = block.index + 1
                yield message
            self._unfinished[path] = ends
            await self._put_away()

    def _letter(self, replay: int, block: Block) -> Message:
        letter, metadata = Letter.of(block), block.metadata
        message = self._decoded(block, str(metadata.get("source_id") or self.source_id))
        origin = f"{letter.source}/{letter.group}/{letter.partition}"
        if (letter.source, letter.group) == (self.name, self.group):  # it has been replayed before
            origin = str(letter.partition).rpartition("#")[0]
        told = {name: metadata.get(name) for name in ("error", "attempts")}
        message.metadata["dead_letter"] = {"partition": origin, "position": letter.position, **told}
        message.key = metadata.get("key") if message.key is None else message.key
        message.timestamp = metadata.get("timestamp") or message.timestamp
        message.partition, message.offset, message.next_offset = f"{origin}#{replay}", letter.position, block.index + 1
        return message

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        """Take note of what is done with; a file of which all is gets its last name."""
        self._done.update(positions)
        await self._put_away()

    async def _put_away(self) -> None:
        for path, ends in [*self._unfinished.items()]:
            if all(self._done.get(partition, 0) >= end for partition, end in ends.items()):
                del self._unfinished[path]
                with suppress(FileNotFoundError):
                    await asyncio.to_thread(os.rename, path, path.replace(".replay-", ".replayed-"))


def is_dead_letters(path: StrPath) -> bool:
    """Say whether a file is one of dead letters, by its name.

    >>> is_dead_letters("data/clicks.dead.maif"), is_dead_letters("data/clicks.maif")
    (True, False)
    """
    return _DEAD.fullmatch(os.path.basename(path_text(path))) is not None


def _number_of(path: str) -> int:
    match = _DEAD.fullmatch(os.path.basename(path))
    return int(match["number"] or 0) if match else 0


async def _blocks_of(path: str) -> AsyncGenerator[Block]:
    """Yield the blocks of a file; a text that was anonymised comes without the personal data."""
    with await asyncio.to_thread(SegmentReader, path) as reader:
        blocks = reader.iterate()
        while some := await asyncio.to_thread(lambda: [*islice(blocks, TOGETHER)]):
            for block in some:
                yield block
