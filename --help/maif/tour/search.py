"""Keyword search in one pass: what has to be known of all documents beforehand, and the score of each as it passes.

The score is BM25 (Robertson and Zaragoza, 2009). For each word of the query that a document has, it adds

    log(1 + (N - n + 0.5) / (n + 0.5)) · f · (K1 + 1) / (f + K1 · (1 - B + B · length / average length))

where `N` counts all documents, `n` those that have the word, and `f` how often this one has it. So a rare word counts
more than a common one, its tenth occurrence less than its first, and a hit in a short document more than in a long one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nlargest
from math import log
from typing import NamedTuple, Self

from maif.block_storage import BlockStorage
from maif.errors import FormatError, InvalidArgumentError
from maif.file.block import Block
from maif.stats import RunningStats

K1, B = 1.2, 0.75  # how soon more of a word stops to count, and how much a document's length does
STATISTICS = {"content": "search statistics"}  # the metadata of the block that holds them
_WORD = re.compile(r"[^\W\d_]{2,}")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters: runs of at least two letters, so `read_csv` has two.

    >>> words_of("def read_csv(path, n=3): ...")
    ['def', 'read', 'csv', 'path']
    """
    return _WORD.findall(text.lower())


class Words(NamedTuple):
    """The words of a document: how many there are, and which."""

    total: int
    distinct: set[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Count the words of a text."""
        words = words_of(text)
        return cls(len(words), set(words))


class SearchStatistics(NamedTuple):
    """What BM25 needs to know of all documents: how many there are, their mean length in words, who has which word.

    `frequencies` says of each word in how many documents it occurs.
    """

    documents: int
    average_length: float
    frequencies: dict[str, int]

    @classmethod
    def read(cls, storage: BlockStorage) -> Self:
        """Return the statistics that a file carries in its last block; raise `FormatError` if there are none."""
        last = storage[-1] if len(storage) else None
        if last is None or last.metadata != STATISTICS:
            raise FormatError("the last block holds no search statistics: the tour did not write it", path=storage.path)
        try:
            return cls(**json.loads(last.data))
        except (TypeError, ValueError) as error:
            what = f"the search statistics cannot be read: {error}"
            raise FormatError(what, path=storage.path, block=last.index, offset=last.offset) from None

    def encode(self) -> bytes:
        """Return the statistics as JSON."""
        return json.dumps(self._asdict()).encode()

    def weight(self, word: str) -> float:
        """Return how much a word tells: the first factor of its score."""
        having = self.frequencies.get(word, 0)
        return log(1 + (self.documents - having + 0.5) / (having + 0.5))


class StatisticsCollector:
    """Collects the statistics while documents pass. It holds each distinct word once, and no document."""

    def __init__(self) -> None:
        self._lengths = RunningStats()
        self._frequencies: Counter[str] = Counter()

    def add(self, batch: Iterable[Words]) -> None:
        """Take the words of some documents."""
        lengths = []
        for total, distinct in batch:
            lengths.append(total)
            self._frequencies.update(distinct)
        self._lengths.update(lengths)

    def result(self) -> SearchStatistics:
        """Return the statistics of all documents so far."""
        count = self._lengths.count
        return SearchStatistics(count, self._lengths.mean if count else 0.0, dict(self._frequencies))


class Hit(NamedTuple):
    """A document that was found: its score, and its block."""

    score: float
    block: Block


def search(blocks: Iterable[Block], query: str, statistics: SearchStatistics, top: int = 5) -> list[Hit]:
    """Return the `top` blocks that answer a query best, the best first, holding no more than those.

    Blocks that score alike come in the order of the file. Raises `InvalidArgumentError` for a query without words.

    >>> from maif.streaming import MAIFStreamReader, MAIFStreamWriter
    >>> verses = ["to be or not to be", "that is the question", "to die, to sleep"]
    >>> collector = StatisticsCollector()
    >>> with MAIFStreamWriter("hamlet.maif") as writer:
    ...     for verse in verses:
    ...         words = Words.of(verse)
    ...         collector.add([words])
    ...         block_id = writer.write_text_chunk(verse, {"words": words.total})
    >>> with MAIFStreamReader("hamlet.maif") as reader:
    ...     for hit in search(reader.read_blocks(), "to sleep", collector.result()):
    ...         print(f"{hit.score:.2f} {hit.block.text}")
    1.72 to die, to sleep
    0.60 to be or not to be
    """
    weights = {word: statistics.weight(word) for word in words_of(query)}
    if not weights:
        raise InvalidArgumentError(f"a query has at least one word of two letters, got {query!r}")
    return nlargest(top, _hits(blocks, weights, statistics.average_length), key=lambda hit: hit.score)


def _hits(blocks: Iterable[Block], weights: dict[str, float], average_length: float) -> Iterator[Hit]:
    """Yield each block that has a word of the query, with its score."""
    for block in blocks:
        text = block.text.lower()
        if not any(word in text for word in weights):  # most blocks end here, unread by the slower steps below
            continue
        counts = Counter(word for word in words_of(text) if word in weights)
        if counts:
            damping = K1 * (1 - B + B * block.metadata["words"] / average_length)
            score = sum(weights[word] * count * (K1 + 1) / (count + damping) for word, count in counts.items())
            yield Hit(score, block)
