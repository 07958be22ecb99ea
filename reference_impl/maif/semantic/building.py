"""Making the index of a file: its texts stream through a pipeline into words, vectors, and a file beside it."""

from __future__ import annotations

import json
import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from maif.block_storage import BlockStorage
from maif.errors import FormatError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.placing import written_beside
from maif.pipeline import batch_task, run_to_end
from maif.segments import SegmentReader
from maif.semantic.arrays import array_in, write_array
from maif.semantic.embedding import embedded
from maif.semantic.parts import Document
from maif.semantic.stored import CONTENT, VERSION, StoredPart, UnfitIndexError, fingerprint, index_path
from maif.semantic.vector_index import VectorIndex
from maif.semantic.vector_rows import CHUNK
from maif.semantic.words import WordIndex
from maif.sequences import ByNumber
from maif.streaming.writer import MAIFStreamWriter

if TYPE_CHECKING:
    from rich.console import Console

    from maif.semantic.embedding import Embedder, Vectors

OnBatch = Callable[[Sequence[Document]], object]
BATCH = 256  # texts that are embedded together
RUN = 8192  # texts whose postings grow together
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


def open_or_write(
    source: SegmentReader, embedder: Embedder, console: Console | None = None, on_batch: OnBatch | None = None
) -> tuple[StoredPart, str]:
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
        write_index(verified, path, embedder, console, on_batch)
        return StoredPart(source, path, embedder), why


def write_index(
    source: SegmentReader,
    path: str,
    embedder: Embedder,
    console: Console | None = None,
    on_batch: OnBatch | None = None,
) -> None:
    """Write the index of a file to `path`, at once: a reader finds the whole one, or the one before, or none.

    It holds 8 bytes for each different word of each text, and a few thousand vectors at a time. `console` shows a
    progress bar, `on_batch` is called with the documents of each batch.
    """
    with written_beside(path, "index") as temporary, MAIFStreamWriter(temporary, agent_id="maif-index") as writer:
        maker = _IndexMaker(writer, temporary, embedder)

        found = (document_in(block, source.storage.path) for block in source)

        @batch_task(max_size=BATCH)
        def index(batch: list[Document | None]) -> int:
            documents = [document for document in batch if document is not None]
            if documents:
                maker.add(documents)
                if on_batch is not None:
                    on_batch(documents)
            return len(documents)

        stream = index.with_context(max_parallelism=1)(found).with_progress(
            "Indexing", total=source.storage.header.block_count, console=console
        )
        run_to_end(stream)
        maker.finish(source)


class _IndexMaker:
    """Writes the parts of an index as they become whole."""

    def __init__(self, writer: MAIFStreamWriter, path: str, embedder: Embedder) -> None:
        self._writer, self._path, self._embedder = writer, path, embedder
        self._words = WordIndex()  # of the texts since the last run
        self._runs: list[_Run] = []
        self._lengths = array("I")
        self._numbers = array("I")  # of the blocks
        self._vectors: list[Vectors] = []  # that are not written yet
        self._chunks: list[int] = []  # the blocks with those that are
        self._arrays: dict[str, int] = {}

    def add(self, documents: Sequence[Document]) -> None:
        """Take the next documents."""
        self._vectors.append(embedded(self._embedder, [document.gist for document in documents]))
        self._numbers.extend(document.block.index for document in documents if document.block is not None)
        rows = range(len(self._words.keys), len(self._words.keys) + len(documents))
        self._words.add(rows, (each.text for each in documents), (each.title for each in documents))
        if len(self._words.keys) >= RUN:
            self._end_run()
        if sum(map(len, self._vectors)) >= CHUNK:
            vectors = np.concatenate(self._vectors)
            self._vectors = [vectors[CHUNK:]]
            self._write_vectors(vectors[:CHUNK])

    def finish(self, source: SegmentReader) -> None:
        """Write what is known at the end, and last of all what the index is of."""
        if any(map(len, self._vectors)):
            self._write_vectors(np.concatenate(self._vectors))
        self._end_run()
        self._write("bits", self._bits())
        self._write("numbers", np.array(self._numbers, np.uint32))
        self._write("lengths", np.array(self._lengths, np.uint32))
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

    def _end_run(self) -> None:
        """Put the words so far into a run: sorted, and in a fifth of the memory that growing postings take."""
        postings = sorted((word.encode(errors="replace"), pairs) for word, pairs in self._words.postings.items())
        pairs = np.frombuffer(b"".join(memoryview(each) for _, each in postings), np.uint32).reshape(-1, 2)
        ends = np.fromiter(accumulate(len(each) // 2 for _, each in postings), np.uint64)
        first = np.array([len(self._lengths), 0], np.uint32)
        self._runs.append(_Run([word for word, _ in postings], ends, pairs + first))
        self._lengths.extend(self._words.lengths)
        self._words = WordIndex()

    def _write_words(self) -> None:
        """Merge the runs: write all words in the order of their bytes, and the postings in the same order."""
        words: list[bytes] = []
        pair_ends = array("Q")
        pairs = np.empty((sum(len(run.pairs) for run in self._runs), 2), np.uint32)
        runs = [run.in_order(number) for number, run in enumerate(self._runs)]
        at = 0
        for word, postings in groupby(merge(*runs, key=itemgetter(0, 1)), itemgetter(0)):
            for _, _, of_run in postings:
                pairs[at : at + len(of_run)] = of_run
                at += len(of_run)
            words.append(word)
            pair_ends.append(at)
        self._runs = []
        self._write("pairs", pairs)
        self._write("pair_ends", np.array(pair_ends, np.uint64))
        self._write("words", np.frombuffer(b"".join(words) or bytearray(), np.uint8))
        self._write("word_ends", np.fromiter(accumulate(map(len, words)), np.uint64))


class _Run(NamedTuple):
    """The postings of some texts, in the order of their words: the pairs of the first, of the second, up to `ends`."""

    words: list[bytes]
    ends: np.ndarray[Any, np.dtype[np.uint64]]
    pairs: np.ndarray[Any, np.dtype[np.uint32]]

    def in_order(self, number: int) -> Iterator[tuple[bytes, int, np.ndarray[Any, np.dtype[np.uint32]]]]:
        """Yield each word, the run's number, and the word's pairs."""
        start = 0
        for word, end in zip(self.words, self.ends.tolist(), strict=True):
            yield word, number, self.pairs[start:end]
            start = end


class _Chunks(ByNumber["Vectors"]):
    """Vectors in a file that is being written, read when they are asked for."""

    def __init__(self, storage: BlockStorage, numbers: Sequence[int]) -> None:
        self._storage, self._numbers = storage, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _item(self, number: int) -> Vectors:
        return array_in(self._storage[self._numbers[number]])
