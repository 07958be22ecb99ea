"""Messages from the files of a folder, as they grow."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from maif.arguments import path_text, require_at_least, require_callable
from maif.errors import InvalidArgumentError, InvalidTypeError, MessageError, SourceError
from maif.file.lock import StrPath
from maif.realtime.decoding import decode, decode_with
from maif.realtime.message import Message, Partition
from maif.realtime.sources.files.bookmarks import Bookmarks
from maif.realtime.sources.files.folder import FollowedFolder, Notice, Rules
from maif.realtime.sources.files.tail import Block
from maif.realtime.sources.source import Source, SourceContext
from maif.units import parse_duration, parse_size

_JSON_SUFFIXES = {".json", ".jsonl", ".ndjson"}


class FileSource(Source):
    """The lines of the files in a folder whose names match a pattern: what they hold, and what is added later.

    A message is a line that is complete; a last one without a newline becomes one after `final_line_after` of silence.
    You may rename, rotate, compress to `.gz`, cut and write files anew: the source reads each content once, whatever
    file it is in (`bookmarks` tells how it knows it). What a writer adds between the copy and the cut of a
    `copytruncate` is in neither file: no reader can see it. Where the pattern matches such copies, the source reads one
    that it sees before the cut as a file of its own: have it match the original alone, as `"*.log"` does, and not
    `app.log.1`.

    A picture is one message; so is, for a handler of large files, a file of `large_file` bytes or more. The source
    hands both over once they have not changed for `final_line_after`.

    The pattern is that of `glob`: `"*.jsonl"`, `"**/*.log"` for folders in folders. Lines of `.json`, `.jsonl` and
    `.ndjson` must be JSON; a line of more than `max_line` bytes fails. The source keeps where reading has come to in
    `<root>/<processor>.positions.json`. Raises `InvalidArgumentError` for a pattern that leaves the folder.
    """

    group = "files"
    pauses_itself = True

    def __init__(
        self,
        path: StrPath,
        pattern: str = "*",
        *,
        poll_interval: float | str = "1s",
        final_line_after: float | str = "5s",
        max_line: int | str = "16MB",
        large_file: int | str = "64MB",
        decode: Callable[[bytes], Any] | None = None,
        source_id: str | None = None,
        name: str | None = None,
    ) -> None:
        self.path, self.pattern = path_text(path), pattern
        if not isinstance(pattern, str):
            raise InvalidTypeError(f"pattern must be a text, got {pattern!r}")
        parts = PurePath(pattern).parts
        if not parts or PurePath(pattern).is_absolute() or ".." in parts:
            raise InvalidArgumentError(f"pattern must name files inside the folder, such as '*.jsonl', got {pattern!r}")
        if decode is not None:
            require_callable(decode=decode)
        super().__init__(name or f"{os.path.basename(os.path.abspath(self.path))}/{pattern}")
        self._poll_interval, self._final_line_after = parse_duration(poll_interval), parse_duration(final_line_after)
        self._max_line, self._large_file = parse_size(max_line), parse_size(large_file)
        require_at_least(1, max_line=self._max_line, large_file=self._large_file)
        if not self._poll_interval:
            raise InvalidArgumentError("poll_interval must be above 0")
        self._decode, self._source_id = decode, source_id
        self._wake = asyncio.Event()
        self._held: dict[str, Iterator[Message]] = {}  # what was read of partitions that are paused
        self._folder: FollowedFolder | None = None
        self._assigned: set[Partition] = set()

    async def open(self, context: SourceContext) -> None:
        """Look at the folder, and find the files that were read before.

        Raises `SourceError` if the folder is not there, `FormatError` if the positions cannot be read.
        """
        await super().open(context)
        rules = Rules(
            poll_interval=math.inf if context.to_present_end else self._poll_interval,
            final_line_after=0.0 if context.to_present_end else self._final_line_after,
            max_line=self._max_line,
            large_file=self._large_file if context.listens_to("large_file") else None,
        )
        os.makedirs(context.root, exist_ok=True)
        bookmarks = Bookmarks(context.root / f"{context.name}.positions.json", self.name)
        self._folder = await asyncio.to_thread(FollowedFolder, self.path, self.pattern, bookmarks, rules)
        committed = self._folder.committed()
        self._assigned = set(committed)
        await context.assigned(committed)
        self.counts.connected = True

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield the lines of all files, each file's in their order."""
        assert self._folder is not None
        clock = self.context.clock
        while True:
            self._wake.clear()
            idle = True
            for partition in [partition for partition in self._held if not self.is_paused(partition)]:
                for message in self._released(partition, self._held.pop(partition)):
                    idle = False
                    yield message
            if not self.is_paused():
                for block in await self._look():
                    idle = False
                    for message in self._released(block.tail.mark.partition, self._messages_of(block)):
                        yield message
            if idle:
                if self.context.to_present_end and not self._held and not self.is_paused():
                    return
                await clock.wait_async(self._wake, self._poll_interval)

    def _released(self, partition: str, messages: Iterator[Message]) -> Iterator[Message]:
        """Yield messages of a partition until it is paused; then hold the rest."""
        for message in messages:
            yield message
            if self.any_paused and self.is_paused(partition):
                self._held[partition] = messages
                return

    async def _look(self) -> list[Block]:
        assert self._folder is not None
        now = self.context.clock.monotonic()
        try:
            found = await asyncio.to_thread(self._folder.poll, now, skip=frozenset(self._held))
        except OSError as error:
            if self.counts.connected:
                self.counts.connected = False
                self.context.emit("source_lost", {"reason": f"{self.path}: {error.strerror}"})
            return []
        if not self.counts.connected:
            self.counts.connected = True
            self.counts.reconnects += 1
            self.context.emit("source_back", {})
        blocks = [block for block in found if isinstance(block, Block)]
        new = [block.tail.mark.partition for block in blocks if block.tail.mark.partition not in self._assigned]
        if new:
            self._assigned.update(new)
            await self.context.assigned(dict.fromkeys(new))
        for notice in found:
            if isinstance(notice, Notice):
                self._tell(notice)
        return blocks

    def _messages_of(self, block: Block) -> Iterator[Message]:
        mark = block.tail.mark
        source_id = self._source_id or mark.source_id
        name = mark.partition.rpartition("@")[0]
        content_type = "application/json" if _JSON_SUFFIXES & set(PurePath(name).suffixes) else None
        metadata = {"path": mark.path}
        for start, following, data, problem in block.lines():
            if problem:
                message = Message(source_id, data=data, raw=data, failure=MessageError(f"{mark.path}: {problem}"))
            elif block.is_large_file:
                message = Message(source_id, large_file=Path(mark.path))
            elif self._decode is not None:
                message = decode_with(self._decode, data, source_id)
            else:
                message = decode(data, source_id, None if block.only else content_type)
            message.partition, message.offset, message.next_offset = mark.partition, start, following
            message.metadata = {**metadata, **message.metadata} if message.metadata else dict(metadata)
            yield message

    def _tell(self, notice: Notice) -> None:
        if notice.name == "error":
            self.context.emit("error", SourceError(f"{notice.path}, byte {notice.position}: {notice.what}"))
        else:
            payload = {"path": notice.path, "position": notice.position, "reason": notice.what}
            self.context.emit(notice.name, payload)

    def pauses_changed(self) -> None:
        """Look again: something that was held may be given out now."""
        self._wake.set()

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        """Save where reading of each file would have to go on."""
        if self._folder is not None:
            await asyncio.to_thread(self._folder.commit, {str(name): place for name, place in positions.items()})

    async def close(self) -> None:
        """Let go of the folder."""
        if self._folder is not None:
            self._folder.close()
