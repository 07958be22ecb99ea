"""Recall: which share of the truly nearest a search by bits finds, measured on some of the vectors themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maif.semantic.sign_bits import nearest_by_bits

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors
    from maif.semantic.sign_bits import Bits
    from maif.semantic.vector_rows import Rows, VectorRows


def sample_with_nearest(vectors: VectorRows, count: int, k: int, size: int, seed: int) -> tuple[Vectors, Rows]:
    """Return some of the first `count` vectors, and the rows of the `k` nearest to each but for itself, in one pass.

    In float64, which tells vectors apart that float32 does not.
    """
    chosen = np.random.default_rng(seed).choice(count, min(size, count), replace=False)
    queries = vectors.read(chosen)
    scores, rows = np.full((len(chosen), k), -np.inf), np.zeros((len(chosen), k), np.intp)
    for here, chunk in vectors.chunks(count):
        of_chunk = queries.astype(np.float64) @ chunk.astype(np.float64).T
        mine = (chosen >= here.start) & (chosen < here.stop)
        of_chunk[mine, chosen[mine] - here.start] = -np.inf
        nearer = np.flatnonzero((of_chunk > scores[:, -1:]).any(axis=0))  # few, but for the first chunk
        scores = np.concatenate([scores, of_chunk[:, nearer]], axis=1)
        rows = np.concatenate([rows, np.broadcast_to(here.start + nearer, (len(chosen), len(nearer)))], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        scores, rows = np.take_along_axis(scores, best, axis=1), np.take_along_axis(rows, best, axis=1)
    return queries, rows[:, : count - 1]


def share_found(bits: Bits, signs: Bits, nearest: Rows, rescored: int) -> float:
    """Return which share of the nearest to some queries, whose bits are `signs`, is among those that are rescored."""
    if not nearest.size or bits.shape[1] <= rescored:
        return 1.0
    found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)).mean() for at, rows in enumerate(nearest)]
    return float(np.mean(found))
