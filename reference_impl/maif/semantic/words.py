"""Search by words: a text answers a question by the words that they share, and a rare word says more than a common one.

The score is BM25 (Robertson and Zaragoza, 2009). For each word of the question that a text has, it adds

    log(1 + (N - n + 0.5) / (n + 0.5)) · f · (K1 + 1) / (f + K1 · (1 - B + B · length / average length))

where `N` counts all texts, `n` those that have the word, and `f` how often this one has it: the tenth occurrence adds
less than the first, and a hit in a short text more than in a long one.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import count, pairwise, repeat
from math import log
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from maif.semantic.stems import question_words, stem_counts

if TYPE_CHECKING:
    Numbers = np.ndarray[Any, np.dtype[np.uint32]]
    Scores = np.ndarray[Any, np.dtype[np.float32]]

K1, B = 1.2, 0.75  # how soon more of a word stops to count, and how much a text's length does
PAIR = 8  # bytes: a text's row, and how often it has the word
COMPACTED = 1000  # removed texts, from which on the postings are cleared of them


class Postings(Protocol):
    """Which texts have a word, and how often: pairs of numbers, one after the other, as uint32."""

    def get(self, word: str, default: tuple[()], /) -> Any:
        """Return the word's pairs as an array, or the default if no text has it."""
        ...


class WordTable:
    """Which texts have which word, and how often, by row: what BM25 needs. `best_by_words` asks one or several.

    `keys` are the texts' keys, and `lengths` their numbers of words, 0 for one that was removed.
    """

    def __init__(self, postings: Postings, lengths: array[int], keys: Sequence[Any]) -> None:
        self.postings, self.lengths, self.keys = postings, lengths, keys

    def __len__(self) -> int:
        return int(np.count_nonzero(np.asarray(self.lengths) > 0))

    @property
    def total_length(self) -> int:
        """How many words all texts have together."""
        return int(np.sum(self.lengths, dtype=np.uint64))

    def having(self, word: str) -> tuple[Numbers, Numbers]:
        """Return the rows of the texts that have a word, and how often each has it."""
        rows, counts = np.array(self.postings.get(word, ()), np.uint32).reshape(-1, 2).T
        there = np.asarray(self.lengths)[rows] > 0
        return (rows, counts) if there.all() else (rows[there], counts[there])


class WordIndex(WordTable):
    """A table of words that grows and shrinks: 8 bytes for each different word of each text, and no text.

    It belongs to one thread at a time.

    >>> index = WordIndex()
    >>> index.add(["a", "b"], ["to be or not to be", "that is the question"])
    >>> [key for score, number, key in best_by_words([index], "to be?", 5)]
    ['a']
    >>> index.remove(["a"])
    >>> len(index), best_by_words([index], "to be?", 5)
    (1, [])
    """

    postings: dict[str, array[int]]
    keys: list[Hashable]

    def __init__(self) -> None:
        super().__init__({}, array("I"), [])
        self._rows: dict[Hashable, int] = {}

    def add(self, keys: Iterable[Hashable], texts: Iterable[str], titles: Iterable[str] | None = None) -> None:
        """Add texts, each with a key that is not there yet, and perhaps a title, whose words count five times."""
        stems = defaultdict[str, int](count().__next__)  # each gets the next number
        numbers, rows, times = array("I"), array("I"), array("I")
        for key, text, title in zip(keys, texts, titles or repeat(""), strict=False):
            counts = stem_counts(text, title)
            row = self._rows[key] = len(self.keys)
            self.keys.append(key)
            self.lengths.append(max(1, counts.total()))
            numbers.extend(map(stems.__getitem__, counts))
            rows.extend(repeat(row, len(counts)))
            times.extend(counts.values())
        order = np.argsort(numbers, kind="stable")
        pairs = memoryview(np.column_stack([rows, times])[order].tobytes())
        ends = np.cumsum(np.bincount(numbers)) * PAIR
        for word, (start, end) in zip(stems, pairwise([0, *ends.tolist()]), strict=True):
            if (known := self.postings.get(word)) is None:
                known = self.postings[word] = array("I")
            known.frombytes(pairs[start:end])

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Remove texts by their keys; a key that is not there is passed over."""
        for key in keys:
            if (row := self._rows.pop(key, None)) is not None:
                self.lengths[row] = 0
        if len(self.keys) - len(self._rows) > max(COMPACTED, len(self._rows)):
            self._compact()

    def _compact(self) -> None:
        """Clear the postings of texts that were removed."""
        there = np.asarray(self.lengths) > 0
        renumbered = (np.cumsum(there) - 1).astype(np.uint32)
        postings = {}
        for word in self.postings:
            rows, counts = self.having(word)
            if len(rows):
                postings[word] = array("I", np.column_stack([renumbered[rows], counts]).tobytes())
        self.keys = [key for key, kept in zip(self.keys, there.tolist(), strict=True) if kept]
        self._rows = {key: row for row, key in enumerate(self.keys)}
        self.lengths = array("I", np.asarray(self.lengths)[there].tobytes())
        self.postings = postings


def best_by_words(tables: Sequence[WordTable], question: str, k: int) -> list[tuple[float, int, Any]]:
    """Return the `k` texts of all tables that answer a question best by BM25, the best first.

    Each is its score, its table's number and its key there. Scores are divided by what no text can reach.
    """
    words = question_words(question)
    documents = sum(map(len, tables))
    if not words or not documents:
        return []
    average_length = sum(table.total_length for table in tables) / documents
    found = [[table.having(word) for word in words] for table in tables]
    weights = []
    for number in range(len(words)):
        having = sum(len(each[number][0]) for each in found)
        weights.append(log(1 + (documents - having + 0.5) / (having + 0.5)))
    highest = sum(weights) * (K1 + 1)
    best: list[tuple[float, int, Any]] = []
    for number, (table, each) in enumerate(zip(tables, found, strict=True)):
        scores = _scores(table, each, weights, average_length) / highest
        for row in _highest(scores, k):
            best.append((float(scores[row]), number, table.keys[row]))
    return sorted(best, key=lambda scored: -scored[0])[:k]


def _scores(
    table: WordTable, found: Sequence[tuple[Numbers, Numbers]], weights: Sequence[float], average_length: float
) -> Scores:
    """Return the BM25 of each row of an table."""
    lengths = np.asarray(table.lengths)
    scores = np.zeros(len(lengths), np.float32)
    for (rows, counts), weight in zip(found, weights, strict=True):
        damping = K1 * (1 - B + B * lengths[rows] / average_length)
        scores[rows] += weight * counts * (K1 + 1) / (counts + damping)
    return scores


def _highest(scores: Scores, k: int) -> list[int]:
    """Return the rows of the `k` highest scores above 0, the highest first; of equal ones the earlier."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > k:
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k] if k else np.inf
        rows = rows[scores[rows] >= least]
    best: list[int] = rows[np.argsort(-scores[rows], kind="stable")][:k].tolist()
    return best
