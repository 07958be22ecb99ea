"""`ArtifactStorage`: what a processor's `Storage` is where messages go into artifacts."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from maif.realtime.artifact.dead_letters import DeadLetters, dead_letter_paths
from maif.realtime.artifact.draft import Draft, new_block_id
from maif.realtime.artifact.held import Committed, Held, marks_in
from maif.realtime.artifact.segment import is_abandoned
from maif.realtime.artifact.shelf import Shelf, artifact_folders
from maif.realtime.artifact.writer import ArtifactWriter
from maif.realtime.config import StreamConfig
from maif.realtime.outbox import DeadLetter, Origin, Outbox
from maif.segments.naming import segment_paths
from maif.segments.reading import SegmentReader

Parts = dict[ArtifactWriter, list[Draft]]


class Home(Protocol):
    """The client whose artifacts a processor writes."""

    root: str
    shelf: Shelf

    def dead_letters(self, name: str) -> DeadLetters: ...
    def compact_later(self, folder: str) -> object: ...
    def close(self, timeout: float | None = None) -> None: ...


class ArtifactStorage:
    """Keeps a processor's artifacts, dead letters and states below its client's root; see `maif.realtime.outbox`."""

    def __init__(self, client: Home, name: str, config: StreamConfig) -> None:
        self.client = client
        self.name = name
        self.root = Path(client.root)
        self.shared = config.artifacts == "shared"
        self._sync = config.sync
        self._shelf = client.shelf
        self._shelf.writing = self._shelf.writing._replace(segment_size=config.segment_size)
        self._dead_letters = client.dead_letters(name)
        self._partly: dict[Origin, set[str]] = {}  # the artifacts that hold their part already, by folder

    async def hold(
        self, source: str, group: str, committed: Mapping[int | str, int | None]
    ) -> Mapping[int | str, Collection[int]]:
        """Return, a partition, the positions at or after the committed one that are there in full."""
        return await asyncio.to_thread(self._hold, Committed(source, group, committed))

    def _hold(self, committed: Committed) -> dict[int | str, set[int]]:
        held = Held()
        whole: dict[int | str, set[int]] = {partition: set() for partition in committed.partitions}
        for folder in artifact_folders(self.client.root):
            paths = segment_paths(folder)
            for path in paths:
                for mark in marks_in(path, committed):
                    held.add(folder, mark)
            self._shelf.mend_later(path for path in paths if is_abandoned(path))
            self.client.compact_later(folder)
        for partition, position, folders, complete in held.parts():
            if complete:
                whole[partition].add(position)
            else:
                self._partly[Origin(committed.source, committed.group, partition, position)] = folders
        for path in dead_letter_paths(self.client.root):
            for mark in marks_in(path, committed):
                whole[mark.partition].add(mark.position)
        return whole

    def release(self, source: str, group: str, partitions: Collection[int | str]) -> None:
        """Forget what `hold` found out about partitions: they belong to another member now."""
        gone = [
            origin
            for origin in self._partly
            if (origin.source, origin.group) == (source, group) and origin.partition in partitions
        ]
        for origin in gone:
            del self._partly[origin]

    def write(self, outbox: Outbox) -> Awaitable[None] | None:
        """Write what a sealed outbox holds, as one group an artifact.

        Where writing into one of several artifacts fails, those before it hold their part: the next attempt at the
        message leaves them out.
        """
        drafts: list[Draft] = outbox.entries
        if not drafts:
            return None
        origin = outbox.origin
        if len(drafts) == 1 and not self._partly:  # as it is for most messages
            writer = self._shelf.writer(drafts[0].artifact)
            if writer.write_at_once(drafts, origin):
                return None
            return asyncio.to_thread(writer.write, drafts, origin)
        parts = self._by_artifact(drafts)
        artifacts = len(parts)
        if self._partly and (there := self._partly.get(origin)):
            parts = {writer: drafts for writer, drafts in parts.items() if writer.folder not in there}
        while parts:
            writer, drafts = parts.popitem()
            if not writer.write_at_once(drafts, origin, artifacts):
                parts[writer] = drafts
                return asyncio.to_thread(self._write_all, parts, origin, artifacts)
            if parts:
                self._note_part(origin, writer)
        self._partly.pop(origin, None)
        return None

    def _write_all(self, parts: Parts, origin: Origin, artifacts: int) -> None:
        for writer, drafts in parts.items():
            writer.write(drafts, origin, artifacts)
            if len(parts) > 1:
                self._note_part(origin, writer)
        self._partly.pop(origin, None)

    def _note_part(self, origin: Origin, writer: ArtifactWriter) -> None:
        self._partly.setdefault(origin, set()).add(writer.folder)

    async def write_dead_letter(self, letter: DeadLetter) -> None:
        """Write a dead letter, and sync it: it is on disk when this returns."""
        await asyncio.to_thread(self._dead_letters.write, letter)

    async def sync(self) -> None:
        """Have everything that was written survive a loss of power (`sync=False`: the end of this process)."""
        await asyncio.to_thread(self._shelf.sync, self._sync)

    async def save(self, name: str, state: bytes) -> None:
        """Keep a state under a name: the latest counts, and the files that hold only earlier ones are removed."""
        await asyncio.to_thread(self._save, name, state)

    def _save(self, name: str, state: bytes) -> None:
        writer = self._shelf.writer(self._state_id(name))
        draft = Draft(writer.source_id, state, "BINA", {"state": name}, new_block_id())
        writer.write([draft])
        writer.flush(sync=True)
        for path in segment_paths(writer.folder)[:-1]:
            os.unlink(path)

    async def load(self, name: str) -> bytes | None:
        """Return the latest state kept under a name; None if there is none."""
        return await asyncio.to_thread(self._load, name)

    def _load(self, name: str) -> bytes | None:
        for path in reversed(segment_paths(self._shelf.writer(self._state_id(name)).folder)):
            with SegmentReader(path) as reader:
                if len(reader):
                    return reader[-1].data
        return None

    def _state_id(self, name: str) -> str:
        return f"state/{name}"

    async def close(self, timeout: float) -> None:
        """Finish the files that are being written, and take out what is left of data that were anonymised, in time."""
        await asyncio.to_thread(self.client.close, timeout)

    def _by_artifact(self, drafts: Sequence[Draft]) -> Parts:
        """Return drafts by the artifact that they go to."""
        parts: Parts = {}
        for draft in drafts:
            parts.setdefault(self._shelf.writer(draft.artifact), []).append(draft)
        return parts
