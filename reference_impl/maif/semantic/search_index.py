"""`SearchIndex`: texts found by their words and by their meaning, while more of them come."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, get_args

from maif.arguments import path_text, several, whole_number
from maif.batches import batched
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.segments import SegmentReader, segment_paths
from maif.semantic.building import BATCH, OnBatch, document_in, open_or_write
from maif.semantic.changes import ChangeLock, Rooted
from maif.semantic.embedding import as_embedder, embedded
from maif.semantic.hits import Hit, reciprocal_ranks
from maif.semantic.keyed import unit_vectors
from maif.semantic.models import default_embedder
from maif.semantic.parts import Document, MemoryPart, Part
from maif.semantic.stems import telling_words
from maif.semantic.stored import StoredPart
from maif.semantic.words import best_by_words
from maif.streaming.reader import MAIFStreamReader

if TYPE_CHECKING:
    from rich.console import Console

    from maif.semantic.embedding import Vectors

Mode = Literal["hybrid", "words", "meaning"]
CANDIDATES = 100  # places of each list that are joined with the other's


class Built(NamedTuple):
    """What became of a file: how many texts it has, where its index is, and why that was made; "" if it was there.

    `stored` is None for a file whose texts are held in memory.
    """

    path: str
    documents: int
    stored: str | None
    why: str


class SearchIndex(Rooted):
    """Finds texts by their words (BM25), by their meaning (vectors), or by both, joined by reciprocal ranks.

    `embedder` makes the vectors: `default_embedder()` if none is given, or anything with `encode(texts)`. It sees the
    title of a text, or where there is none the first 1,000 characters; the words are those of all of it, and those of
    the title count five times. Of a question it sees the telling words. Texts can be added and removed at any time, and
    are found from then on, or not. Safe across threads.

    >>> index = SearchIndex()
    >>> index.add("heapq.merge", "Merge several sorted inputs into one sorted stream.")
    >>> index.add("shutil.rmtree", "Delete a folder, and everything in it.")
    >>> [hit.id for hit in index.search("join ordered streams", k=1)]
    ['heapq.merge']
    >>> [hit.id for hit in index.search("streams", mode="words")]
    ['heapq.merge']
    >>> index.remove(["heapq.merge"])
    >>> index.search("streams", mode="words")
    []
    """

    how = "build it anew where it is needed: what is stored beside files is found again"

    def __init__(self, embedder: Any = None) -> None:
        self.embedder = default_embedder() if embedder is None else as_embedder(embedder)
        self._memory = MemoryPart(self.embedder.dimensions)
        self._parts: list[Part] = [self._memory]
        self._files: dict[str, StoredPart] = {}  # those of the parts that are files, by their paths
        self._lock = ChangeLock("the search index")

    def __len__(self) -> int:
        with self._lock.reading():
            return sum(map(len, self._parts))

    def __contains__(self, key: object) -> bool:
        with self._lock.reading():
            return any(part.number_of(key) is not None for part in self._parts)

    def __repr__(self) -> str:
        return f"<SearchIndex of {len(self)} texts: words, and meaning by {self.embedder.name}>"

    def add(self, text_id: str, text: str, *, title: str = "", source: str = "", block: Block | None = None) -> None:
        """Add a text; one that has the same id gives way.

        `source` says whence the text is, and `block` in which block it is: a hit tells both.
        """
        self.add_many([Document(text_id, text, title, source, block)])

    def add_many(self, documents: Iterable[Document]) -> None:
        """Add documents, of any iterable, in batches: each batch is found as soon as it is in.

        Raises `InvalidTypeError` for what is no document, and then its batch is not added.
        """
        for batch in batched(documents, BATCH):
            vectors = embedded(self.embedder, [document.gist for document in map(_checked, batch)])
            last = {document.id: row for row, document in enumerate(batch)}
            if len(last) < len(batch):
                batch, vectors = [batch[row] for row in last.values()], vectors[list(last.values())]
            with self._lock.changing():
                self._remove(last)
                self._memory.add(batch, vectors)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove texts by their ids, at once; an id that is not there is passed over."""
        ids = set(several(ids=ids))
        with self._lock.changing():
            self._remove(ids)

    def build(
        self, paths: StrPath | Iterable[StrPath], *, console: Console | None = None, on_batch: OnBatch | None = None
    ) -> list[Built]:
        """Take in the texts of MAIF files, one or several, and of artifacts' folders; return what became of each file.

        A file's index is stored beside it, as FILE.index.maif, and used as long as it fits: it is made anew when the
        file has changed, for another embedder, and where it is damaged. Where the folder cannot be written to it lives
        as long as this object. Of a file that is not finished the texts so far are held in memory; `follow` waits for
        more. A path that was given before is looked at again. `console` shows progress, and `on_batch` is called with
        the documents of each batch that goes into a stored index. Raises `FormatError` for what is no MAIF file or
        damaged, `OSError` for what cannot be opened.
        """
        given = [paths] if isinstance(paths, (str, bytes, os.PathLike)) else several(paths=paths)
        files = (path for each in given for path in segment_paths(each) or [path_text(each)])
        return [self._build(path, console, on_batch) for path in files]

    def follow(self, path: StrPath, **settings: Any) -> Iterator[Block]:
        """Yield the blocks of a file that is being written, each after its text was taken in, until it is finished.

        `settings` are those of a `MAIFStreamReader`, such as `verify=True` and `clock`. Raises `UnfinishedFileError` if
        the writer dies: what it has written is found, and an index that follows again goes on.
        """
        with MAIFStreamReader(path, follow=True, **settings) as reader:
            for block in reader.read_blocks():
                if block.block_id not in self and (document := document_in(block, path_text(path))) is not None:
                    self.add_many([document])
                yield block

    def close(self) -> None:
        """Close all files. What is found afterwards is what is in memory."""
        with self._lock.changing():
            files, self._files = self._files, {}
            self._parts = [self._memory]
            for part in files.values():
                part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(self, query: str, k: int = 10, *, mode: Mode = "hybrid", embedding: Vectors | None = None) -> list[Hit]:
        """Return the `k` texts that answer a query best, the best first; fewer if no others have to do with it.

        `mode`: by `"words"`, by `"meaning"`, or both (`"hybrid"`). `embedding` is the query's, if it is known already.
        A score is 1 at best: of words the share of the highest BM25 there can be, of meaning the cosine, and of both 1
        for what leads both. Raises `InvalidArgumentError` for another mode, `InvalidTypeError` for a query that is no
        text.
        """
        if not isinstance(query, str):
            raise InvalidTypeError(f"a query is text, not {query!r:.80}")
        if mode not in get_args(Mode):
            raise InvalidArgumentError(f"mode is 'hybrid', 'words' or 'meaning', not {mode!r}")
        k = whole_number(0, k=k)
        if mode != "words":
            if embedding is None:
                (embedding,) = embedded(self.embedder, [" ".join(telling_words(query))])
            else:
                (embedding,) = unit_vectors([embedding], self.embedder.dimensions)
        with self._lock.reading():
            if mode == "words":
                found = self._by_words(query, k)
            elif mode == "meaning":
                found = self._by_meaning(embedding, k)
            else:
                depth = max(k, CANDIDATES)
                lists = self._by_words(query, depth), self._by_meaning(embedding, depth)
                found = reciprocal_ranks([place for _, place in each] for each in lists)[:k]
            return [self._parts[part].hit(number, score) for score, (part, number) in found]

    def _build(self, path: str, console: Console | None, on_batch: OnBatch | None) -> Built:
        source = SegmentReader(path, enable_mmap=False)
        try:
            if not source.storage.finished:
                documents = [found for block in source if (found := document_in(block, path)) is not None]
                self.add_many(documents)
                source.close()
                return Built(path, len(documents), None, "the file is not finished")
            part, why = open_or_write(source, self.embedder, console, on_batch)
        except BaseException:
            source.close()
            raise
        with self._lock.changing():
            before = self._files.pop(os.path.realpath(path), None)
            self._parts = [each for each in self._parts if each is not before] + [part]
            self._files[os.path.realpath(path)] = part
        if before is not None:
            before.close()
        return Built(path, len(part), part.path, why)

    def _by_words(self, query: str, k: int) -> list[tuple[float, _Place]]:
        words = [part.words for part in self._parts]
        return [(score, _Place(part, number)) for score, part, number in best_by_words(words, query, k)]

    def _by_meaning(self, embedding: Any, k: int) -> list[tuple[float, _Place]]:
        found: list[tuple[float, _Place]] = []
        for number, part in enumerate(self._parts):
            keys, scores = part.vectors.search(embedding, k)
            found += [
                (score, _Place(number, key)) for key, score in zip(keys, scores.tolist(), strict=True) if score > 0
            ]
        return sorted(found, key=lambda scored: -scored[0])[:k]

    def _remove(self, ids: Iterable[str]) -> None:
        for part in self._parts:
            part.remove([number for key in ids if (number := part.number_of(key)) is not None])


class _Place(NamedTuple):
    """Where a text is: in which part, and its number there."""

    part: int
    number: int


def _checked(document: Document) -> Document:
    if not (isinstance(document, Document) and all(isinstance(field, str) for field in document[:4])):
        raise InvalidTypeError(
            f"a document has an id and a text, and perhaps a title and a source, all of them text; got {document!r:.80}"
        )
    return document
