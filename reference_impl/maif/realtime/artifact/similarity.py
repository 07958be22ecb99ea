"""The texts of an artifact as vectors: read from its segments as they grow, so that a search sees what is there now."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import BlockNotFoundError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.realtime.artifact.draft import EMBEDDER, SOURCE_ID
from maif.segments import find_block
from maif.segments.following import Place
from maif.segments.masking import TEXT_ID, Masks, masked, read_masks
from maif.segments.naming import segment_paths
from maif.semantic import Embedder, Hit, VectorIndex

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

_TEXT, _EMBEDDINGS = BlockType.TEXT.value, BlockType.EMBEDDINGS.value


class _Text(NamedTuple):
    """Where a text stands, and the hash of what its vector was made of."""

    path: str
    offset: int
    number: int
    content: bytes


class _State(NamedTuple):
    """A segment as it was when it was read: if it is still so, there is nothing new in it."""

    device: int
    inode: int
    size: int
    modified: int


class SimilarityIndex:
    """Finds the texts of a folder of segments that are nearest in meaning. Safe across threads.

    It lives in memory, and before each search it takes in what any process has written, and forgets what was masked.
    It uses stored embeddings by the same embedder, and embeds other texts itself.
    """

    def __init__(self, folder: str, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._vectors = VectorIndex(embedder.dimensions)
        self._texts: dict[str, _Text] = {}
        self._places: dict[str, Place] = {}  # of each segment: how far it was read
        self._states: dict[str, _State] = {}
        self._masks: Masks = {}
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Take in what has changed in the folder."""
        with self._lock:
            self._refresh(read_masks(self._folder))

    def search(self, vector: Vectors, max_results: int, source_id: str | None = None) -> list[Hit]:
        """Return the nearest texts, the best first; only those of a source, where several share the artifact."""
        with self._lock:
            masks = read_masks(self._folder)
            self._refresh(masks)
            wanted = max_results
            while True:
                ids, scores = self._vectors.search(vector, wanted)
                hits = self._hits(zip(ids, scores.tolist(), strict=True), masks, source_id)
                if len(hits) >= max_results or wanted >= len(self._vectors):
                    return hits[:max_results]
                wanted *= 4

    def _hits(self, found: Iterable[tuple[str, float]], masks: Masks, source_id: str | None) -> list[Hit]:
        hits = []
        with contextlib.ExitStack() as opened:
            storages: dict[str, BlockStorage] = {}
            for block_id, score in found:
                path = self._texts[block_id].path
                if path not in storages:
                    storages[path] = opened.enter_context(BlockStorage(path, allow_unfinished=True))
                block = self._read(block_id, storages[path], masks)
                source = block.metadata.get(SOURCE_ID, "")
                if source_id in (None, source):
                    hits.append(Hit(block_id, score, block.text, source, block))
        return hits

    def _read(self, block_id: str, storage: BlockStorage, masks: Masks) -> Block:
        """Return a text's block from where it stands; look for it if its segment was rewritten just now."""
        text = self._texts[block_id]
        block = next(storage.whole_blocks(text.offset, text.number), None)
        if block is None or block.block_id != block_id:
            return find_block(self._folder, block_id)
        return masked(block, masks)

    def _refresh(self, masks: Masks) -> None:
        for path in segment_paths(self._folder):
            status = os.stat(path)
            state = _State(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
            if state != (before := self._states.get(path)):
                if before is not None and before[:2] != state[:2]:  # recovered, or rewritten: all stands elsewhere
                    del self._places[path]
                self._take_in(path, state, masks)
        if masks != self._masks:
            self._masks = masks
            for block_id in masks.keys() & self._texts.keys():
                with contextlib.suppress(BlockNotFoundError):
                    self._add([find_block(self._folder, block_id)], self._texts[block_id].path, masks)

    def _take_in(self, path: str, state: _State, masks: Masks) -> None:
        place = self._places.setdefault(path, Place())
        while blocks := place.look(path)[0]:
            self._add(blocks, path, masks)
        if place.finished:
            self._states[path] = state
        else:  # look again, whatever its size: it may be written into room that is there
            self._states[path] = state._replace(modified=-1)

    def _add(self, blocks: list[Block], path: str, masks: Masks) -> None:
        """Add the texts among blocks with the vectors that are stored for them; embed those that have none."""
        texts: dict[str, str] = {}
        vectors: dict[str, Vectors] = {}
        for raw in blocks:
            if raw.block_type == _TEXT:
                block = masked(raw, masks)
                known, content = self._texts.get(block.block_id), block.header.content_hash
                self._texts[block.block_id] = _Text(path, raw.offset, raw.index, content)
                if known is None or known.content != content:
                    texts[block.block_id] = block.text
            elif raw.block_type == _EMBEDDINGS:
                metadata = raw.metadata
                text_id = metadata.get(TEXT_ID)
                if metadata.get(EMBEDDER) == self._embedder.name and text_id in self._texts and text_id not in masks:
                    vectors[text_id] = raw.array[:1]
        if missing := [block_id for block_id in texts if block_id not in vectors]:
            self._vectors.add(missing, self._embedder.embed([texts[block_id] for block_id in missing]))
        for block_id, vector in vectors.items():
            self._vectors.add([block_id], vector)
