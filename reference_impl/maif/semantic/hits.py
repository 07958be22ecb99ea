"""What a search finds, and several lists of it made one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from heapq import nlargest
from math import inf, isnan
from typing import NamedTuple, TypeVar

from maif.arguments import whole_number
from maif.file.block import Block

Key = TypeVar("Key", bound=Hashable)
RANK_CONSTANT = 60  # how little the first places differ


class Hit(NamedTuple):
    """A text that was found: its id, how well it answers (1 at best), the text, whence it is, and its block."""

    id: str
    score: float
    text: str
    source: str
    block: Block | None = None


def merge_and_rank_results(lists: Iterable[Iterable[Hit]], max_results: int | None = None) -> list[Hit]:
    """Return the hits of several lists as one, the best first; a text that was found twice counts with its best score.

    The scores must be of one kind, such as cosines by one embedder. Hits that score alike keep the order of the lists,
    and a NaN is below all scores.

    >>> one, two = Hit("a", 0.5, "a text", "x"), Hit("b", 0.9, "another", "y")
    >>> [hit.id for hit in merge_and_rank_results([[one], [two, one]])]
    ['b', 'a']
    """
    best: dict[str, Hit] = {}
    for hits in lists:
        for hit in hits:
            if hit.id not in best or _worth(hit) > _worth(best[hit.id]):
                best[hit.id] = hit
    count = len(best) if max_results is None else whole_number(0, max_results=max_results)
    return nlargest(count, best.values(), key=_worth)


def _worth(hit: Hit) -> float:
    return -inf if isnan(hit.score) else hit.score


def reciprocal_ranks(lists: Iterable[Iterable[Key]], constant: float = RANK_CONSTANT) -> list[tuple[float, Key]]:
    """Return the keys of several ranked lists as one, the best first, each with its score: 1 if it leads all lists.

    A key gets 1 / (constant + rank) from each list that it is in (Cormack, Clarke and Büttcher, 2009), divided by what
    the first of all lists would get. So lists are joined whose scores cannot be compared, and what several lists have
    wins over what one has.

    >>> reciprocal_ranks([["a", "b"], ["b", "a"], ["b", "c"]], constant=1)
    [(0.888..., 'b'), (0.555..., 'a'), (0.222..., 'c')]
    >>> reciprocal_ranks([])
    []
    """
    sums: dict[Key, float] = {}
    lists = list(lists)
    for keys in lists:
        for rank, key in enumerate(keys, 1):
            sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)
    best = sorted(sums.items(), key=lambda item: -item[1])
    return [(total * (constant + 1) / len(lists), key) for key, total in best]
