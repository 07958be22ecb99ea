"""What a search finds, and several lists of it made one."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from typing import NamedTuple

from maif.arguments import whole_number
from maif.file.block import Block


class Hit(NamedTuple):
    """A text that was found: its id, how well it answers (1 at best), the text, whence it is, and its block."""

    id: str
    score: float
    text: str
    source: str
    block: Block | None = None


def merge_and_rank_results(lists: Iterable[Iterable[Hit]], max_results: int | None = None) -> list[Hit]:
    """Return the hits of several lists as one, the best first; a text that was found twice counts with its best score.

    The scores must be of one kind, such as cosines by one embedder. Hits that score alike keep the order of the lists.

    >>> one, two = Hit("a", 0.5, "a text", "x"), Hit("b", 0.9, "another", "y")
    >>> [hit.id for hit in merge_and_rank_results([[one], [two, one]])]
    ['b', 'a']
    """
    best: dict[str, Hit] = {}
    for hits in lists:
        for hit in hits:
            if hit.id not in best or hit.score > best[hit.id].score:
                best[hit.id] = hit
    count = len(best) if max_results is None else whole_number(0, max_results=max_results)
    return nlargest(count, best.values(), key=lambda hit: hit.score)
