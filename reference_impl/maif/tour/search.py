"""What the tour asks its documents: the same question by words, by meaning, and by both."""

from __future__ import annotations

from typing import NamedTuple

from maif.clock import Clock
from maif.errors import InvalidArgumentError
from maif.semantic import Hit, SearchIndex
from maif.semantic.stems import words_of

TOP = 5  # hits of each kind


class Answers(NamedTuple):
    """What answers a question by words, by meaning, and by both, the best first; and how long the three took."""

    words: list[Hit]
    meaning: list[Hit]
    both: list[Hit]
    seconds: float


def require_words(query: str) -> None:
    """Raise `InvalidArgumentError` for a query without words."""
    if not words_of(query):
        raise InvalidArgumentError(f"a query has at least one word of two letters, got {query!r}")


def ask(index: SearchIndex, query: str, clock: Clock) -> Answers:
    """Return what an index answers.

    >>> from maif.clock import VirtualClock
    >>> from maif.semantic import HashingEmbedder
    >>> index = SearchIndex(HashingEmbedder())
    >>> index.add("heapq.merge", "Merge sorted streams.")
    >>> [[hit.id for hit in hits] for hits in ask(index, "merging streams", VirtualClock())[:3]]
    [['heapq.merge'], ['heapq.merge'], ['heapq.merge']]
    """
    started = clock.monotonic()
    words, meaning = index.search(query, TOP, mode="words"), index.search(query, TOP, mode="meaning")
    both = index.search(query, TOP)
    return Answers(words, meaning, both, clock.monotonic() - started)
