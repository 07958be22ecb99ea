"""`GraphIndex`: nearly the nearest vectors, along a graph of neighbours (HNSW), by the package usearch."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from maif.arguments import whole_number
from maif.errors import MissingExtraError
from maif.semantic.changes import ChangeLock, Rooted
from maif.semantic.keyed import keyed, several_keys, unit_vectors

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

SAMPLE = 64  # vectors with which an index measures itself


class GraphIndex(Rooted):
    """Vectors by id, and nearly the nearest to a query: the interface of `VectorIndex`, over usearch.

    A search walks along a graph of neighbours and may miss some: `recall_at` says how many. Adding takes some 100 times
    as long as in a `VectorIndex`. Needs the extra `ann`: raises `MissingExtraError` without it. Safe across threads.

    >>> index = GraphIndex(2)
    >>> index.add(["north", "east"], [[0, 1], [1, 0]])
    >>> index.search([1, 9], k=1)[0]
    ['north']
    >>> index.remove(["north"])
    >>> len(index), index.search([1, 9], k=3)[0]
    (1, ['east'])
    """

    how = "add its vectors to one that is made where it is needed"

    def __init__(self, dimensions: int) -> None:
        try:
            from usearch.index import Index
        except ImportError:
            raise MissingExtraError("usearch", extra="ann", needed_for="GraphIndex") from None
        self.dimensions = whole_number(1, dimensions=dimensions)
        self._graph = Index(ndim=self.dimensions, metric="ip", dtype="f32")
        self._keys: dict[Hashable, int] = {}
        self._ids: dict[int, Hashable] = {}
        self._next = 0  # keys are not used again: the graph keeps removed vectors for a while
        self._lock = ChangeLock("the graph index")

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    @property
    def method(self) -> str:
        """What a search does."""
        return "graph"

    def add(self, ids: Iterable[Hashable], vectors: Any) -> None:
        """Add vectors, shape (count, dimensions), each with its id; an id that is there gets the new vector."""
        keys, scaled = keyed(ids, vectors, self.dimensions)
        if not keys:
            return
        with self._lock.changing():
            self._remove(keys)
            numbers = range(self._next, self._next + len(keys))
            self._next = numbers.stop
            self._graph.add(np.array(numbers, np.uint64), scaled)
            self._keys.update(zip(keys, numbers, strict=True))
            self._ids.update(zip(numbers, keys, strict=True))

    def remove(self, ids: Iterable[Hashable]) -> None:
        """Remove vectors by their ids; an id that is not there is passed over."""
        keys = several_keys(ids)
        with self._lock.changing():
            self._remove(keys)

    def search(self, vectors: Any, k: int = 10) -> tuple[list[Any], Any]:
        """Return the ids of nearly the `k` nearest vectors, the nearest first, and their cosines.

        Of many queries, one that finds fewer than the others has scores of −∞ at its end.
        """
        k = whole_number(0, k=k)
        single = np.ndim(vectors) == 1
        queries = unit_vectors([vectors] if single else vectors, self.dimensions)
        with self._lock.reading():
            ids, scores = self._search(queries, min(k, len(self._keys)))
        return (ids[0], scores[0][: len(ids[0])]) if single else (ids, scores)

    def recall_at(self, k: int = 10, *, sample: int = SAMPLE) -> float:
        """Return what share of the `k` nearest a search finds, measured on some of the index's own vectors."""
        with self._lock.reading():
            count = min(whole_number(1, k=k), len(self._keys))
            if not count:
                return 1.0
            size = min(whole_number(1, sample=sample), len(self._ids))
            numbers = np.random.default_rng(0).choice(list(self._ids), size, replace=False)
            queries = np.vstack([np.asarray(self._graph.get(int(number))) for number in numbers])
            exact = self._graph.search(queries, count, exact=True)
            found = self._graph.search(queries, count)
            both = zip(np.atleast_2d(exact.keys), np.atleast_2d(found.keys), strict=True)
            return float(np.mean([np.isin(nearest, got).mean() for nearest, got in both]))

    def _search(self, queries: Vectors, k: int) -> tuple[list[list[Any]], Any]:
        scores = np.full((len(queries), k), -np.inf, np.float32)
        ids: list[list[Any]] = []
        for row, query in enumerate(queries):
            found = self._graph.search(query, k) if k else None
            keys = [] if found is None else [int(key) for key in found.keys]
            ids.append([self._ids[key] for key in keys])
            if found is not None:
                scores[row, : len(keys)] = 1 - found.distances
        return ids, scores

    def _remove(self, ids: Iterable[Hashable]) -> None:
        for key in ids:
            if (number := self._keys.pop(key, None)) is not None:
                del self._ids[number]
                self._graph.remove(number)
