"""The texts of an artifact as vectors: read from its segments as they grow, so that a search sees what is there now."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from maif.batches import batched
from maif.file.block import Block
from maif.file.format import BlockType
from maif.segments.masking import TEXT_ID, Masks, read_masks
from maif.segments.naming import segment_paths
from maif.segments.reading import SegmentReader
from maif.semantic import Embedder, Hit, VectorIndex

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

EMBEDDER = "embedder"  # metadata of an EMBD block: the name of what made it
SOURCE_ID = "source_id"  # metadata of a block in an artifact that several sources share
_TEXT, _EMBEDDINGS = BlockType.TEXT.value, BlockType.EMBEDDINGS.value
_AT_A_TIME = 1000  # texts


class _Seen(NamedTuple):
    """How far a segment was read: which file it was, how large, and how many of its blocks."""

    identity: object
    size: int
    blocks: int


class SimilarityIndex:
    """Finds the texts of a folder of segments that are nearest in meaning. Safe across threads.

    It is kept in memory, and brought up to date before each search: with what any process has written, and without
    what was masked. Stored embeddings by the same embedder are used, other texts are embedded here.
    """

    def __init__(self, folder: str, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._vectors = VectorIndex(embedder.dimensions)
        self._places: dict[str, tuple[str, int]] = {}  # of each text: its segment, and its number there
        self._seen: dict[str, _Seen] = {}
        self._masked: set[str] = set()
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
            wanted, hits = max_results, list[Hit]()
            while True:
                ids, scores = self._vectors.search(vector, wanted)
                hits = self._hits(zip(ids, scores.tolist(), strict=True), masks, source_id)
                if len(hits) >= max_results or wanted >= len(self._vectors):
                    return hits[:max_results]
                wanted *= 4

    def _hits(self, found: Iterator[tuple[str, float]], masks: Masks, source_id: str | None) -> list[Hit]:
        hits = []
        readers: dict[str, SegmentReader] = {}
        try:
            for block_id, score in found:
                path, number = self._places[block_id]
                if path not in readers:
                    readers[path] = SegmentReader(path, masks)
                block = readers[path][number]
                source = block.metadata.get(SOURCE_ID, "")
                if source_id in (None, source):
                    hits.append(Hit(block_id, score, block.text, source, block))
        finally:
            for reader in readers.values():
                reader.close()
        return hits

    def _refresh(self, masks: Masks) -> None:
        for path in segment_paths(self._folder):
            status, seen = os.stat(path), self._seen.get(path)
            if seen is not None and seen.identity != (status.st_dev, status.st_ino):  # recovered, or rewritten
                self._forget(path)
                seen = None
            if seen is None or seen.size != status.st_size:
                self._take_in(path, seen.blocks if seen else 0, masks)
        for block_id in masks.keys() - self._masked:
            if block_id in self._places:
                path, number = self._places[block_id]
                with SegmentReader(path, masks) as reader:
                    self._add({block_id: reader[number].text}, {})
                self._masked.add(block_id)

    def _take_in(self, path: str, start: int, masks: Masks) -> None:
        with SegmentReader(path, masks) as reader:
            size, identity = reader.storage.file.size, reader.storage.file.identity()
            count = start
            for blocks in batched(reader.iterate(start), _AT_A_TIME):
                texts: dict[str, str] = {}
                for number, block in enumerate(blocks, count):
                    if block.block_type == _TEXT:
                        texts[block.block_id] = block.text
                        self._places[block.block_id] = (path, number)
                        if block.block_id in masks:
                            self._masked.add(block.block_id)
                self._add(texts, {block.metadata.get(TEXT_ID): block for block in blocks if self._is_usable(block)})
                count += len(blocks)
            if not reader.storage.finished:
                size = -1  # look again: blocks may come without the file growing
            self._seen[path] = _Seen(identity, size, count)

    def _is_usable(self, block: Block) -> bool:
        """Say whether a block holds a vector that ours can be compared with."""
        if block.block_type != _EMBEDDINGS:
            return False
        metadata = block.metadata
        return metadata.get(EMBEDDER) == self._embedder.name and metadata.get(TEXT_ID) not in self._masked

    def _add(self, texts: Mapping[str, str], stored: Mapping[str | None, Block]) -> None:
        """Add texts with their stored vectors; embed those that have none."""
        new = [block_id for block_id in texts if block_id not in stored]
        if new:
            self._vectors.add(new, self._embedder.embed([texts[block_id] for block_id in new]))
        for block_id, block in stored.items():
            self._vectors.add([block_id], block.array[:1])

    def _forget(self, path: str) -> None:
        gone = [block_id for block_id, (where, _) in self._places.items() if where == path]
        self._vectors.remove(gone)
        for block_id in gone:
            del self._places[block_id]
        self._masked.difference_update(gone)
        del self._seen[path]
