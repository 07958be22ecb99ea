"""`VectorIndex`: the nearest vectors to a query; exactly while they are few, by sign bits and exact scores beyond."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError
from maif.semantic.embedding import unit_length
from maif.semantic.sign_bits import nearest_by_bits, random_rotation, sign_bits

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors
    from maif.semantic.sign_bits import Bits

    Scores = np.ndarray[Any, np.dtype[np.float32]]

RESCORED = 2000  # vectors that are scored exactly, of those that are nearest by their bits
BITS = (1, 2, 4)  # a dimension: what is tried, the cheapest first
SAMPLE = 64  # vectors with which an index measures itself
NEIGHBOURS = 10


class VectorIndex:
    """Vectors by id, and the nearest to a query by cosine.

    Up to `exact_up_to` vectors a query is compared with each. Beyond, only with the 2,000 that are nearest by the signs
    of their rotated coordinates. How many bits that takes depends on the vectors, so the index measures: on a sample of
    its own vectors it takes the fewest bits that find `recall` of the ten nearest, or else goes on comparing with each;
    it looks again whenever it has doubled. `method` says what it does. Safe across threads.

    >>> index = VectorIndex(2)
    >>> index.add(["north", "east"], [[0, 1], [1, 0]])
    >>> index.search([1, 9], k=1)
    (['north'], array([0.9938837], dtype=float32))
    >>> index.remove(["north"])
    >>> len(index), index.search([1, 9], k=3)[0]
    (1, ['east'])
    """

    def __init__(self, dimensions: int, *, recall: float = 0.98, exact_up_to: int = 10_000, seed: int = 0) -> None:
        self.dimensions = whole_number(1, dimensions=dimensions)
        if not 0 < recall <= 1:
            raise InvalidArgumentError(f"recall must be above 0 and at most 1, got {recall!r}")
        self.recall = recall
        self._exact_up_to = whole_number(0, exact_up_to=exact_up_to)
        self._seed = seed
        self._lock = threading.Lock()
        self._ids: list[Hashable] = []
        self._rows: dict[Hashable, int] = {}
        self._vectors: Vectors = np.empty((0, self.dimensions), np.float32)
        self._rotation: Vectors | None = None  # None: queries are compared with every vector
        self._bits: Bits = np.empty((0, 0), np.uint64)
        self._measured_at = 0

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __repr__(self) -> str:
        return f"<VectorIndex of {len(self)} vectors, {self.dimensions} dimensions: {self.method}>"

    @property
    def method(self) -> str:
        """What a search does: `"exact"`, or `"256 sign bits"`."""
        return "exact" if self._rotation is None else f"{len(self._rotation)} sign bits"

    def add(self, ids: Iterable[Hashable], vectors: Any) -> None:
        """Add vectors, shape (count, dimensions), each with its id; an id that is there gets the new vector.

        Vectors are scaled to length 1. Raises `InvalidArgumentError` where numbers or shapes do not fit, and then adds
        nothing.
        """
        keys = list(ids)
        if not keys and not len(vectors):
            return
        scaled = self._checked(vectors)
        if len(keys) != len(scaled):
            raise InvalidArgumentError(f"{len(keys)} ids were given for {len(scaled)} vectors")
        if len(set(keys)) != len(keys):
            last = {key: number for number, key in enumerate(keys)}
            keys, scaled = list(last), scaled[list(last.values())]
        with self._lock:
            rows = np.array([self._rows.get(key, -1) for key in keys])
            rows[rows < 0] = np.arange(len(self._ids), len(self._ids) + int((rows < 0).sum()))
            count = len(self._ids) + sum(key not in self._rows for key in keys)
            bits = None if self._rotation is None else sign_bits(scaled, self._rotation)
            self._reserve(count)
            self._vectors[rows] = scaled
            if bits is not None:
                self._bits[:, rows] = bits
            for key, row in zip(keys, rows.tolist(), strict=True):
                if row >= len(self._ids):
                    self._ids.append(key)
                    self._rows[key] = row
            if len(self._ids) > max(self._exact_up_to, 2 * self._measured_at):
                self._choose_method()

    def remove(self, ids: Iterable[Hashable]) -> None:
        """Remove vectors by their ids, at once; an id that is not there is passed over."""
        with self._lock:
            for key in ids:
                if (row := self._rows.pop(key, None)) is None:
                    continue
                last = self._ids.pop()
                if row < len(self._ids):  # the last one takes its place
                    self._ids[row], self._rows[last] = last, row
                    self._vectors[row] = self._vectors[len(self._ids)]
                    self._bits[:, row] = self._bits[:, len(self._ids)]

    def vector(self, key: Hashable) -> Vectors:
        """Return the vector of an id, at length 1; raise `InvalidArgumentError` if there is none."""
        with self._lock:
            if (row := self._rows.get(key)) is None:
                raise InvalidArgumentError(f"the index has no vector with the id {key!r}")
            found: Vectors = self._vectors[row].copy()
            return found

    def search(self, vectors: Any, k: int = 10) -> tuple[list[Any], Any]:
        """Return the ids of the `k` nearest vectors to a query, the nearest first, and their cosines; fewer if need be.

        One query, of shape (dimensions,), gives a list of ids and an array of scores; many, of shape (count,
        dimensions), give a list of such lists, and an array of shape (count, k).
        """
        k = whole_number(0, k=k)
        single = np.ndim(vectors) == 1
        queries = self._checked([vectors] if single else vectors)
        with self._lock:
            k = min(k, len(self._ids))
            ids, scores = self._search(queries, k, self._rotation)
        return (ids[0], scores[0]) if single else (ids, scores)

    def recall_at(self, k: int = 10, *, sample: int = SAMPLE) -> float:
        """Return what share of the `k` nearest a search finds, measured on some of the index's own vectors.

        >>> index = VectorIndex(3)
        >>> index.add(range(100), np.random.default_rng(0).standard_normal((100, 3)))
        >>> index.recall_at(10)
        1.0
        """
        with self._lock:
            return self._measured(self._rotation, min(whole_number(1, k=k), len(self._ids)), sample)

    def _checked(self, vectors: Any) -> Vectors:
        scaled = unit_length(vectors)
        if scaled.shape[1] != self.dimensions:
            raise InvalidArgumentError(f"the index has {self.dimensions} dimensions, a vector has {scaled.shape[1]}")
        return scaled

    def _reserve(self, count: int) -> None:
        """Make room for `count` vectors, and then some."""
        if count > len(self._vectors):
            room = max(count, 2 * len(self._ids), 64)
            self._vectors = np.concatenate([self._vectors[: len(self._ids)], self._empty(room - len(self._ids))])
            words = len(self._bits)
            grown = np.empty((words, room), np.uint64)
            grown[:, : len(self._ids)] = self._bits[:, : len(self._ids)]
            self._bits = grown

    def _empty(self, count: int) -> Vectors:
        return np.empty((count, self.dimensions), np.float32)

    def _choose_method(self) -> None:
        """Take the fewest bits that find enough; none if not even the most do."""
        self._measured_at = len(self._ids)
        for times in BITS:
            rotation = random_rotation(self.dimensions, times * self.dimensions, self._seed)
            if self._rotation is None or len(self._rotation) != len(rotation):
                self._take_signs(rotation)
            if self._measured(rotation, NEIGHBOURS, SAMPLE) >= self.recall:
                return
        self._rotation, self._bits = None, np.empty((0, len(self._vectors)), np.uint64)

    def _take_signs(self, rotation: Vectors) -> None:
        self._rotation = rotation
        self._bits = np.empty((-(-len(rotation) // 64), len(self._vectors)), np.uint64)
        for start in range(0, len(self._ids), 1 << 14):
            rows = slice(start, min(start + (1 << 14), len(self._ids)))
            self._bits[:, rows] = sign_bits(self._vectors[rows], rotation)

    def _measured(self, rotation: Vectors | None, k: int, sample: int) -> float:
        """Return the share of the k nearest, besides the vector itself, that a search with this rotation finds."""
        if rotation is None or not k:
            return 1.0
        generator = np.random.default_rng(self._seed)
        rows = generator.choice(len(self._ids), min(sample, len(self._ids)), replace=False)
        queries = self._vectors[rows]
        k = min(k + 1, len(self._ids))
        (exact, _), (found, _) = self._search(queries, k, None), self._search(queries, k, rotation)
        shares = [len(set(near[1:]) & set(got)) / max(len(near) - 1, 1) for near, got in zip(exact, found, strict=True)]
        return float(np.mean(shares))

    def _search(self, queries: Vectors, k: int, rotation: Vectors | None) -> tuple[list[list[Any]], Scores]:
        count = len(self._ids)
        scores = np.empty((len(queries), k), np.float32)
        ids: list[list[Any]] = []
        signs = None if rotation is None else sign_bits(queries, rotation)
        for number, query in enumerate(queries):
            if signs is None or count <= RESCORED:
                cosines, rows = self._vectors[:count] @ query, None
            else:
                rows = nearest_by_bits(self._bits[:, :count], signs[:, number], RESCORED)
                cosines = self._vectors[rows] @ query
            best = _largest(cosines, k)
            scores[number] = cosines[best]
            ids.append([self._ids[row] for row in (best if rows is None else rows[best]).tolist()])
        return ids, scores


def _largest(values: Scores, k: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return where the k largest values are, the largest first."""
    if k < len(values):
        places = np.argpartition(values, len(values) - k)[len(values) - k :] if k else np.empty(0, np.intp)
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")]
