"""Making the index of a file: its texts stream through a pipeline into words, vectors, and a file beside it."""

from __future__ import annotations

import json
import os
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import accumulate
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from maif.block_storage import BlockStorage
from maif.errors import FormatError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.placing import written_beside
from maif.pipeline import batch_task, run_to_end, single_task
from maif.segments import SegmentReader
from maif.semantic.arrays import array_in, write_array
from maif.semantic.parts import Document
from maif.semantic.stored import CONTENT, VERSION, StoredPart, UnfitIndexError, fingerprint, index_path
from maif.semantic.vector_index import VectorIndex
from maif.semantic.vector_rows import CHUNK
from maif.semantic.words import WordIndex
from maif.streaming import MAIFStreamWriter

if TYPE_CHECKING:
    from rich.console import Console

    from maif.semantic.embedding import Embedder, Vectors

BATCH = 256  # texts that are embedded together
TITLES = ("title", "name", "subject", "summary")  # metadata that says in short what a text is about


def document_in(block: Block, source: str) -> Document | None:
    """Return the text of a block as a document, and None for a block without any: of another type, or not UTF-8."""
    if block.block_type != BlockType.TEXT.value:
        return None
    try:
        return Document(block.block_id, block.text, title_of(block), source, block)
    except FormatError:
        return None


def title_of(block: Block) -> str:
    """Return what a block's metadata has under `title`, `name`, `subject` and `summary`: what it is about, in short."""
    metadata = block.metadata
    titles = (metadata.get(key) for key in TITLES) if isinstance(metadata, dict) else ()
    return " ".join(title for title in titles if title and isinstance(title, str))


def open_or_write(source: SegmentReader, embedder: Embedder, console: Console | None = None) -> tuple[StoredPart, str]:
    """Return the stored index of a file; write it first if there is none that fits, and say why ("" if it was there).

    While it is written, the file is verified: an index promises what the file's signature covers. Where nothing can be
    written beside the file, the index has no name: it goes when it is closed.
    """
    path = index_path(source.storage.path)
    try:
        return StoredPart(source, path, embedder), ""
    except UnfitIndexError as error:
        why = error.what
    with SegmentReader(source.storage.path, enable_mmap=False, verify=True) as verified, ExitStack() as temporary:
        if not os.access(os.path.dirname(path) or os.curdir, os.W_OK):
            path = os.path.join(temporary.enter_context(tempfile.TemporaryDirectory(prefix="maif-")), "index.maif")
        write_index(verified, path, embedder, console)
        return StoredPart(source, path, embedder), why


def write_index(source: SegmentReader, path: str, embedder: Embedder, console: Console | None = None) -> None:
    """Write the index of a file to `path`, at once: a reader finds the whole one, or the one before, or none.

    It holds the words of all texts and a few thousand vectors at a time. `console` shows a progress bar.
    """
    with written_beside(path, "index") as temporary, MAIFStreamWriter(temporary, agent_id="maif-index") as writer:
        maker = _IndexMaker(writer, temporary, embedder)

        @single_task
        def as_document(block: Block) -> Document | None:
            return document_in(block, source.storage.path)

        @batch_task(max_size=BATCH)
        def index(documents: list[Document]) -> int:
            maker.add(documents)
            return len(documents)

        stages = (as_document | index).with_context(max_parallelism=1)
        stream = stages(iter(source)).with_progress(
            "Indexing", total=source.storage.header.block_count, console=console
        )
        run_to_end(stream)
        maker.finish(source)


class _IndexMaker:
    """Writes the parts of an index as they become whole."""

    def __init__(self, writer: MAIFStreamWriter, path: str, embedder: Embedder) -> None:
        self._writer, self._path, self._embedder = writer, path, embedder
        self._words = WordIndex()
        self._numbers = array("I")  # of the blocks
        self._vectors: list[Vectors] = []  # that are not written yet
        self._chunks: list[int] = []  # the blocks with those that are
        self._arrays: dict[str, int] = {}

    def add(self, documents: Sequence[Document]) -> None:
        """Take the next documents."""
        self._vectors.append(self._embedder.embed([document.gist for document in documents]))
        first = len(self._numbers)
        self._numbers.extend(document.block.index for document in documents if document.block is not None)
        rows = range(first, len(self._numbers))
        self._words.add(rows, (each.text for each in documents), (each.title for each in documents))
        if sum(map(len, self._vectors)) >= CHUNK:
            vectors = np.concatenate(self._vectors)
            self._vectors = [vectors[CHUNK:]]
            self._write_vectors(vectors[:CHUNK])

    def finish(self, source: SegmentReader) -> None:
        """Write what is known at the end, and last of all what the index is of."""
        if any(map(len, self._vectors)):
            self._write_vectors(np.concatenate(self._vectors))
        self._write("bits", self._bits())
        self._write("numbers", np.array(self._numbers, np.uint32))
        self._write("lengths", np.array(self._words.lengths, np.uint32))
        self._write_words()
        manifest = {
            "version": VERSION,
            "source": fingerprint(source),
            "embedder": self._embedder.name,
            "dimensions": self._embedder.dimensions,
            "vectors": self._chunks,
            "arrays": self._arrays,
        }
        self._writer.write_chunk(json.dumps(manifest).encode(), BlockType.METADATA, {"content": CONTENT})

    def _write(self, name: str, data: np.ndarray[Any, Any]) -> None:
        self._arrays[name] = self._writer.stats.blocks
        write_array(self._writer, name, data)

    def _write_vectors(self, vectors: Vectors) -> None:
        self._chunks.append(self._writer.stats.blocks)
        write_array(self._writer, "vectors", vectors)

    def _bits(self) -> np.ndarray[Any, Any]:
        """Return the signs of all vectors, which come back from the file, a chunk at a time."""
        self._writer.flush()
        with BlockStorage(self._path, enable_mmap=False, allow_unfinished=True) as storage:
            chunks = _Chunks(storage, self._chunks)
            return VectorIndex.over(range(len(self._numbers)), self._embedder.dimensions, chunks).bits

    def _write_words(self) -> None:
        """Write the words in the order of their bytes, and the postings in the same order."""
        encoded = sorted((word.encode(errors="replace"), word) for word in self._words.postings)
        postings = [self._words.postings[word] for _, word in encoded]
        self._write("words", np.frombuffer(b"".join(word for word, _ in encoded) or bytearray(), np.uint8))
        self._write("word_ends", np.fromiter(accumulate(len(word) for word, _ in encoded), np.uint64))
        pairs = np.frombuffer(b"".join(map(memoryview, postings)) or bytearray(), np.uint32)
        self._write("pairs", pairs.reshape(-1, 2))
        self._write("pair_ends", np.fromiter(accumulate(len(each) // 2 for each in postings), np.uint64))


class _Chunks(Sequence["Vectors"]):
    """Vectors in a file that is being written, read when they are asked for."""

    def __init__(self, storage: BlockStorage, numbers: Sequence[int]) -> None:
        self._storage, self._numbers = storage, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Vectors: ...
    @overload
    def __getitem__(self, index: slice) -> list[Vectors]: ...
    def __getitem__(self, index: int | slice) -> Vectors | list[Vectors]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return array_in(self._storage[self._numbers[index]])

    def __iter__(self) -> Iterator[Vectors]:
        return (self[number] for number in range(len(self)))
