"""`VectorRows`: vectors in chunks of rows, so that growing copies none of them, and a file can be some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

    Rows = np.ndarray[Any, np.dtype[np.intp]]
    Scores = np.ndarray[Any, np.dtype[np.float32]]

CHUNK = 4096  # rows


class VectorRows:
    """Rows of float32 vectors. Chunks that are given may be read-only: one is copied when a row of it is written.

    >>> rows = VectorRows(2)
    >>> rows.write(np.array([0, 1, 2]), np.array([[1, 0], [0, 1], [3, 4]], np.float32))
    >>> rows.scores(np.array([0, 2]), np.array([1, 1], np.float32)).tolist()
    [1.0, 7.0]
    """

    def __init__(self, dimensions: int, chunks: Sequence[Vectors] = ()) -> None:
        self.dimensions = dimensions
        self._chunks = chunks

    def read(self, rows: Rows) -> Vectors:
        """Return some rows, in the order that is asked for."""
        found = np.empty((len(rows), self.dimensions), np.float32)
        for number in np.unique(rows // CHUNK).tolist():
            here = rows // CHUNK == number
            found[here] = self._chunks[number][rows[here] % CHUNK]
        return found

    def write(self, rows: Rows, vectors: Vectors) -> None:
        """Write some rows; those beyond the end make the chunks more."""
        for number in np.unique(rows // CHUNK).tolist():
            here = rows // CHUNK == number
            self._own(number)[rows[here] % CHUNK] = vectors[here]

    def scores(self, rows: Rows, query: Vectors) -> Scores:
        """Return the products of some rows, in ascending order, with a query."""
        chunks = range(int(rows[0]) // CHUNK, int(rows[-1]) // CHUNK + 1) if len(rows) else range(0)
        ends = np.searchsorted(rows, [(number + 1) * CHUNK for number in chunks]).tolist()
        parts, start = [np.empty(0, np.float32)], 0
        for number, end in zip(chunks, ends, strict=True):
            parts.append(self._chunks[number].take(rows[start:end] - number * CHUNK, axis=0) @ query)
            start = end
        return np.concatenate(parts)

    def all_scores(self, query: Vectors, count: int) -> Scores:
        """Return the products of the first `count` rows with a query."""
        return np.concatenate([np.empty(0, np.float32), *(chunk @ query for _, chunk in self.chunks(count))])

    def chunks(self, count: int) -> Iterator[tuple[slice, Vectors]]:
        """Yield the first `count` rows, chunk by chunk, and which they are."""
        for start in range(0, count, CHUNK):
            end = min(start + CHUNK, count)
            yield slice(start, end), self._chunks[start // CHUNK][: end - start]

    def _own(self, number: int) -> Vectors:
        """Return a chunk that can be written to."""
        if not isinstance(self._chunks, list):
            self._chunks = list(self._chunks)
        while len(self._chunks) <= number:
            self._chunks.append(np.empty((CHUNK, self.dimensions), np.float32))
        chunk = self._chunks[number]
        if not chunk.flags.writeable or len(chunk) < CHUNK:
            owned = np.empty((CHUNK, self.dimensions), np.float32)
            owned[: len(chunk)] = chunk
            chunk = self._chunks[number] = owned
        return chunk
