"""`VectorIndex`: the nearest vectors to a query; exactly while they are few, by sign bits and exact scores beyond."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from maif.arguments import path_text, real_number, whole_number
from maif.errors import FormatError, InvalidArgumentError, InvalidTypeError
from maif.file.format import BlockType
from maif.file.lock import StrPath
from maif.file.placing import written_beside
from maif.semantic.arrays import array_in, vectors_fit, write_array
from maif.semantic.changes import ChangeLock, Rooted
from maif.semantic.keyed import keyed, several_keys, unit_vectors
from maif.semantic.recall import sample_with_nearest, share_found
from maif.semantic.sign_bits import WORD, nearest_by_bits, random_rotation, sign_bits
from maif.semantic.vector_rows import VectorRows
from maif.streaming.reader import MAIFStreamReader
from maif.streaming.writer import MAIFStreamWriter

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors
    from maif.semantic.sign_bits import Bits
    from maif.semantic.vector_rows import Rows, Scores

RESCORED = 2000  # vectors that are scored exactly, of those that are nearest by their bits
BITS = (1, 2, 4)  # a dimension: what is tried, the cheapest first
SAMPLE = 64  # vectors with which an index measures itself
NEIGHBOURS = 10
CONTENT = "vector index"


class VectorIndex(Rooted):
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

    how = "`save` it, and `load` it where it is needed"

    def __init__(self, dimensions: int, *, recall: float = 0.98, exact_up_to: int = 10_000, seed: int = 0) -> None:
        self.dimensions = whole_number(1, dimensions=dimensions)
        self.recall = real_number(recall=recall)
        if not 0 < self.recall <= 1:
            raise InvalidArgumentError(f"recall must be above 0 and at most 1, got {recall!r}")
        self._exact_up_to = whole_number(0, exact_up_to=exact_up_to)
        self._seed = whole_number(0, seed=seed)
        self._lock = ChangeLock("the vector index")
        self._ids: Sequence[Hashable] = []
        self._rows_by_id: dict[Hashable, int] | None = {}  # None: not asked for yet
        self._vectors = VectorRows(self.dimensions)
        self._rotation: Vectors | None = None  # None: queries are compared with every vector
        self._bits: Bits = np.empty((0, 0), np.uint64)
        self._measured_at = 0

    @classmethod
    def over(
        cls,
        ids: Sequence[Hashable],
        dimensions: int,
        chunks: Sequence[Vectors],
        bits: Bits | None = None,
        **settings: Any,
    ) -> VectorIndex:
        """Return an index over vectors of length 1, in chunks (see `VectorRows`), and perhaps their bits.

        Nothing is copied until it changes. Without bits, and beyond `exact_up_to`, it measures itself.
        """
        index = cls(dimensions, **settings)
        index._ids, index._rows_by_id, index._vectors = ids, None, VectorRows(dimensions, chunks)
        index._bits = np.empty((0, len(ids)), np.uint64)
        if bits is not None:
            index._bits, index._measured_at = bits, len(ids)
            index._rotation = random_rotation(dimensions, len(bits) * WORD, index._seed) if len(bits) else None
        elif len(ids) > index._exact_up_to:
            index._choose_method()
        return index

    @property
    def bits(self) -> Bits:
        """The signs of the vectors, shape (words, count): no words if they are compared one by one."""
        return self._bits[:, : len(self._ids)]

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
        keys, scaled = keyed(ids, vectors, self.dimensions)
        if not keys:
            return
        with self._lock.changing():
            owned, row_of = self._own_ids(), self._rows
            new = [key for key in keys if key not in row_of]
            row_of.update(zip(new, range(len(owned), len(owned) + len(new)), strict=True))
            owned.extend(new)
            rows = np.array([row_of[key] for key in keys])
            self._vectors.write(rows, scaled)
            self._make_room_for_bits(len(owned))
            if self._rotation is not None:
                self._bits[:, rows] = sign_bits(scaled, self._rotation)
            if len(owned) > max(self._exact_up_to, 2 * self._measured_at):
                self._choose_method()

    def remove(self, ids: Iterable[Hashable]) -> None:
        """Remove vectors by their ids, at once; an id that is not there is passed over."""
        keys = several_keys(ids)
        with self._lock.changing():
            for key in keys:
                if key not in self._rows:
                    continue
                owned, row = self._own_ids(), self._rows.pop(key)
                last = owned.pop()
                if row < len(owned):  # the last one takes its place
                    owned[row], self._rows[last] = last, row
                    self._vectors.write(np.array([row]), self._vectors.read(np.array([len(owned)])))
                    self._make_room_for_bits(len(owned))
                    self._bits[:, row] = self._bits[:, len(owned)]

    def vector(self, key: Hashable) -> Vectors:
        """Return the vector of an id, at length 1; raise `InvalidArgumentError` if there is none."""
        with self._lock.reading():
            if (row := self._rows.get(key)) is None:
                raise InvalidArgumentError(f"the index has no vector with the id {key!r}")
            found: Vectors = self._vectors.read(np.array([row]))[0]
            return found

    def search(self, vectors: Any, k: int = 10) -> tuple[list[Any], Any]:
        """Return the ids of the `k` nearest vectors to a query, the nearest first, and their cosines; fewer if need be.

        One query, of shape (dimensions,), gives a list of ids and an array of scores; many, of shape (count,
        dimensions), give a list of such lists, and an array of shape (count, k).
        """
        k = whole_number(0, k=k)
        single = np.ndim(vectors) == 1
        queries = unit_vectors([vectors] if single else vectors, self.dimensions)
        with self._lock.reading():
            k = min(k, len(self._ids))
            ids, scores = self._search(queries, k)
        return (ids[0], scores[0]) if single else (ids, scores)

    def recall_at(self, k: int = 10, *, sample: int = SAMPLE) -> float:
        """Return what share of the `k` nearest a search finds, measured on some of the index's own vectors.

        >>> index = VectorIndex(3)
        >>> index.add(range(100), np.random.default_rng(0).standard_normal((100, 3)))
        >>> index.recall_at(10)
        1.0
        """
        with self._lock.reading():
            queries, nearest = self._sample(whole_number(1, k=k), whole_number(1, sample=sample))
            return self._share_found(queries, nearest)

    def save(self, path: StrPath) -> None:
        """Write the index as a MAIF file, at once; raise `InvalidTypeError` for ids that are no text or whole number.

        >>> index = VectorIndex(2)
        >>> index.add(["north", "east"], [[0, 1], [1, 0]])
        >>> index.save("compass.maif")
        >>> VectorIndex.load("compass.maif").search([1, 9], k=1)[0]
        ['north']
        """
        with self._lock.reading():
            ids = [int(key) if isinstance(key, np.integer) else key for key in self._ids]
            if wrong := [key for key in ids if type(key) not in (str, int)]:
                raise InvalidTypeError(f"ids that are stored are text or whole numbers, not {wrong[0]!r:.80}")
            with written_beside(path_text(path), "index") as temporary, MAIFStreamWriter(temporary) as writer:
                for _, vectors in self._vectors.chunks(len(self._ids)):
                    write_array(writer, "vectors", vectors)
                write_array(writer, "bits", self.bits)
                settings = {"recall": self.recall, "exact_up_to": self._exact_up_to, "seed": self._seed}
                described = {"dimensions": self.dimensions, "settings": settings, "ids": ids}
                writer.write_chunk(json.dumps(described).encode(), BlockType.METADATA, {"content": CONTENT})

    @classmethod
    def load(cls, path: StrPath) -> VectorIndex:
        """Return an index that was saved. Its vectors are mapped, not read, and copied when they change.

        Raises `FormatError` for a file that holds no index, or is damaged.
        """
        with MAIFStreamReader(path) as reader:
            report = reader.verify()
            if not report.ok:
                raise FormatError(f"the index is damaged: {report.errors[0].what}", path=reader.path)
            if not len(reader) or reader[-1].metadata != {"content": CONTENT}:
                raise FormatError("the file holds no vector index", path=reader.path)
            try:
                described = json.loads(reader[-1].data)
                ids, dimensions = described["ids"], described["dimensions"]
                *chunks, bits = map(array_in, reader[:-1])
                if not (distinct_ids(ids) and vectors_fit(chunks, bits, len(ids), dimensions)):
                    raise FormatError("the parts of the index do not fit together")
                return cls.over(ids, dimensions, chunks, bits, **described["settings"])
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise FormatError(f"the index cannot be read: {error}", path=reader.path) from None

    @property
    def _rows(self) -> dict[Hashable, int]:
        if self._rows_by_id is None:
            self._rows_by_id = {key: row for row, key in enumerate(self._ids)}
        return self._rows_by_id

    def _own_ids(self) -> list[Hashable]:
        """Return the ids, as a list that can change."""
        if not isinstance(self._ids, list):
            self._ids = list(self._ids)
        return self._ids

    def _make_room_for_bits(self, count: int) -> None:
        """Have bits for `count` vectors, and then some, that can be written to."""
        words, room = self._bits.shape
        if count > room or not self._bits.flags.writeable:
            grown = np.empty((words, max(count, 2 * room if count > room else room, WORD)), np.uint64)
            grown[:, :room] = self._bits
            self._bits = grown

    def _choose_method(self) -> None:
        """Take the fewest bits that find enough; none if not even the most do."""
        self._measured_at = len(self._ids)
        queries, nearest = self._sample(NEIGHBOURS, SAMPLE)
        for times in BITS:
            words = -(-times * self.dimensions // WORD)  # full ones
            rotation = random_rotation(self.dimensions, words * WORD, self._seed)
            if self._rotation is None or len(self._rotation) != len(rotation):
                self._take_signs(rotation)
            if self._share_found(queries, nearest) >= self.recall:
                return
        self._rotation, self._bits = None, np.empty((0, len(self._ids)), np.uint64)

    def _take_signs(self, rotation: Vectors) -> None:
        bits = np.empty((-(-len(rotation) // WORD), len(self._ids)), np.uint64)
        for rows, vectors in self._vectors.chunks(len(self._ids)):
            bits[:, rows] = sign_bits(vectors, rotation)
        self._rotation, self._bits = rotation, bits

    def _sample(self, k: int, size: int) -> tuple[Vectors, Rows]:
        return sample_with_nearest(self._vectors, len(self._ids), k, size, self._seed)

    def _share_found(self, queries: Vectors, nearest: Rows) -> float:
        if self._rotation is None:
            return 1.0
        return share_found(self.bits, sign_bits(queries, self._rotation), nearest, RESCORED)

    def _search(self, queries: Vectors, k: int) -> tuple[list[list[Any]], Scores]:
        count = len(self._ids)
        scores = np.empty((len(queries), k), np.float32)
        ids: list[list[Any]] = []
        signs = None if self._rotation is None or count <= RESCORED else sign_bits(queries, self._rotation)
        for number, query in enumerate(queries):
            if signs is None:
                cosines, rows = self._vectors.all_scores(query, count), None
            else:
                rows = nearest_by_bits(self.bits, signs[:, number], max(RESCORED, k))
                cosines = self._vectors.scores(rows, query)
            best = _largest(cosines, k)
            scores[number] = cosines[best]
            ids.append([self._ids[row] for row in (best if rows is None else rows[best]).tolist()])
        return ids, scores


def distinct_ids(ids: Any) -> bool:
    """Say whether these are ids as `VectorIndex.save` writes them."""
    return isinstance(ids, list) and {type(key) for key in ids} <= {str, int} and len(set(ids)) == len(ids)


def _largest(values: Scores, k: int) -> Rows:
    """Return where the k largest values are, the largest first."""
    if k < len(values):
        places = np.argpartition(values, len(values) - k)[len(values) - k :] if k else np.empty(0, np.intp)
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")]
