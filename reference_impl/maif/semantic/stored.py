"""A search index as a file beside the one that it is of, `FILE.index.maif`: mapped, and checked before it is used."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from maif.arguments import path_text
from maif.block_storage import BlockStorage
from maif.errors import BlockNotFoundError, FormatError, MAIFError
from maif.file.format import BlockType
from maif.file.integrity import content_hash
from maif.file.lock import StrPath
from maif.segments import SegmentReader
from maif.segments.masking import Masks, masked
from maif.semantic.arrays import array_in, vectors_fit
from maif.semantic.hits import Hit
from maif.semantic.vector_index import VectorIndex
from maif.semantic.words import WordTable
from maif.streaming.reader import MAIFStreamReader

if TYPE_CHECKING:
    from maif.semantic.embedding import Embedder

    Array = np.ndarray[Any, np.dtype[Any]]

SUFFIX = ".index.maif"
CONTENT = "search index"  # the metadata of the block that says what the index is of
_UNREADABLE = (MAIFError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What a foreign file may cause."""
_ARRAYS = {"numbers": ("<u4", 1), "lengths": ("<u4", 1), "pairs": ("<u4", 2), "pair_ends": ("<u8", 1)} | {
    "words": ("|u1", 1),
    "word_ends": ("<u8", 1),
}
VERSION = 1  # of what is stored, and of how words and beginnings are made of texts


class UnfitIndexError(FormatError):
    """A stored index does not fit its file, or is no such index: it has to be made anew."""


def index_path(path: StrPath) -> str:
    """Return where the index of a file is stored.

    >>> index_path("notes.maif")
    'notes.maif.index.maif'
    """
    return path_text(path) + SUFFIX


def fingerprint(source: SegmentReader) -> dict[str, Any]:
    """Return what an index is checked by: it changes with any content of the file, and with what is masked in it."""
    header = source.storage.header
    return {
        "file_id": header.file_id.hex(),
        "root": header.merkle_root.hex(),
        "blocks": header.block_count,
        "masks": masks_hash(source.masks),
    }


def masks_hash(masks: Masks) -> str:
    """Return a hash of what is masked."""
    return content_hash(json.dumps(masks, sort_keys=True, default=dict).encode(), b"").hex()


class StoredPostings:
    """Postings in a file: words in the order of their bytes, and beside each, where its pairs end."""

    def __init__(self, words: Array, word_ends: Array, pairs: Array, pair_ends: Array) -> None:
        self._words, self._word_ends, self._pairs, self._pair_ends = words.data, word_ends, pairs, pair_ends

    def get(self, word: str, default: tuple[()], /) -> Any:
        """Return the word's pairs as an array, or the default if no text has it."""
        wanted, count = word.encode(errors="replace"), len(self._word_ends)
        number = bisect_left(range(count), wanted, key=self._word)
        if number == count or self._word(number) != wanted:
            return default
        return self._pairs[self._start(self._pair_ends, number) : int(self._pair_ends[number])]

    def _word(self, number: int) -> bytes:
        return bytes(self._words[self._start(self._word_ends, number) : int(self._word_ends[number])])

    @staticmethod
    def _start(ends: Array, number: int) -> int:
        return int(ends[number - 1]) if number else 0


class StoredPart:
    """The texts of a file, found through the index beside it: nothing of either is held in memory, but for lengths.

    Raises `UnfitIndexError` where the index is not of this file as it is now, not by this embedder, or damaged.
    """

    def __init__(self, source: SegmentReader, path: str, embedder: Embedder) -> None:
        self.path = path
        self._source = source
        self._file = _opened(path)
        try:
            self._load(_manifest(self._file), embedder)
        except BaseException as error:
            self._file.close()
            if isinstance(error, UnfitIndexError) or not isinstance(error, _UNREADABLE):
                raise
            raise UnfitIndexError(f"the index cannot be read: {error}", path=path) from None

    def _load(self, manifest: dict[str, Any], embedder: Embedder) -> None:
        path = self._file.path
        if manifest["version"] != VERSION:
            raise UnfitIndexError(f"the index is of version {manifest['version']!r}, not {VERSION}", path=path)
        if manifest["source"] != fingerprint(self._source):
            raise UnfitIndexError("the index is of another file, or of the file as it was", path=path)
        if (manifest["embedder"], manifest["dimensions"]) != (embedder.name, embedder.dimensions):
            raise UnfitIndexError(f"the index was made by the embedder {manifest['embedder']!r}", path=path)
        with MAIFStreamReader(path, enable_mmap=False) as plain:  # which holds none of what it reads
            if not plain.verify().ok or plain.header != self._file.header:
                raise UnfitIndexError("the index is damaged", path=path)
        arrays = {name: array_in(self._file[number]) for name, number in manifest["arrays"].items()}
        chunks = [array_in(self._file[number]) for number in manifest["vectors"]]
        blocks = self._source.storage.header.block_count
        if not _consistent(arrays, chunks, embedder.dimensions, blocks):
            raise UnfitIndexError("the parts of the index do not fit together", path=path)
        self._numbers, lengths = arrays["numbers"], arrays["lengths"]
        postings = (arrays[name] for name in ("words", "word_ends", "pairs", "pair_ends"))
        self.words = WordTable(StoredPostings(*postings), array("I", lengths.tobytes()), range(len(lengths)))
        self.vectors = VectorIndex.over(range(len(lengths)), embedder.dimensions, chunks, arrays["bits"])

    def __len__(self) -> int:
        return len(self.vectors)

    def number_of(self, key: object) -> int | None:
        """Return the number of the text that has this id, None if it is not here."""
        try:
            index = self._source.storage.get_block(key).index if isinstance(key, str) else -1
        except BlockNotFoundError:
            return None
        number = bisect_left(self._numbers.data, index) if index >= 0 else len(self._numbers)
        there = number < len(self._numbers) and self._numbers[number] == index and self.words.lengths[number]
        return number if there else None

    def remove(self, numbers: Iterable[int]) -> None:
        """Leave texts out from now on; the file and its index stay as they are."""
        numbers = list(numbers)
        self.vectors.remove(numbers)
        for number in numbers:
            self.words.lengths[number] = 0

    def hit(self, number: int, score: float) -> Hit:
        """Return a text as a hit, read from its file."""
        block = masked(self._source.storage[int(self._numbers[number])], self._source.masks)
        return Hit(block.block_id, score, block.text, self._source.storage.path, block)

    def close(self) -> None:
        """Close the file and its index."""
        self._source.close()
        self._file.close()


def _opened(path: str) -> MAIFStreamReader:
    try:
        return MAIFStreamReader(path)
    except FileNotFoundError:
        raise UnfitIndexError("there is no index yet", path=path) from None
    except (MAIFError, OSError) as error:
        raise UnfitIndexError(f"the index cannot be read: {error}", path=path) from None


def _manifest(storage: BlockStorage) -> dict[str, Any]:
    """Return what an index says of itself, in its last block."""
    last = storage[-1] if len(storage) else None
    if last is None or last.block_type != BlockType.METADATA.value or last.metadata.get("content") != CONTENT:
        raise UnfitIndexError("the file is no search index", path=storage.path)
    manifest: dict[str, Any] = json.loads(last.data)
    return manifest


def _consistent(arrays: Mapping[str, Array], chunks: Sequence[Array], dimensions: int, blocks: int) -> bool:
    """Say whether the arrays lead to each other, and to nothing that is not there."""
    if any((arrays[name].dtype.str, arrays[name].ndim) != kind for name, kind in _ARRAYS.items()):
        return False
    numbers, pairs, count = arrays["numbers"], arrays["pairs"], len(arrays["numbers"])
    return (
        vectors_fit(chunks, arrays["bits"], count, dimensions)
        and len(arrays["lengths"]) == count
        and bool((numbers[1:] > numbers[:-1]).all() and (numbers < blocks).all())
        and pairs.shape[1] == 2
        and len(arrays["word_ends"]) == len(arrays["pair_ends"])
        and _ascending(arrays["word_ends"], len(arrays["words"]))
        and _ascending(arrays["pair_ends"], len(pairs))
        and bool(not len(pairs) or pairs[:, 0].max() < count)
    )


def _ascending(ends: Array, last: int) -> bool:
    return bool((ends[1:] >= ends[:-1]).all()) and (int(ends[-1]) if len(ends) else 0) == last
