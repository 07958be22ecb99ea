"""Vectors as an index takes them: of length 1, of its dimensions, and one an id."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from maif.arguments import several
from maif.errors import InvalidArgumentError
from maif.semantic.embedding import unit_length

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors


def unit_vectors(vectors: Any, dimensions: int) -> Vectors:
    """Return vectors as `unit_length` does; raise `InvalidArgumentError` for other `dimensions` as well.

    >>> unit_vectors([[3, 4]], 2)
    array([[0.6, 0.8]], dtype=float32)
    >>> unit_vectors([[3, 4, 5]], 2)
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: the index has 2 dimensions, a vector has 3
    """
    scaled = unit_length(vectors)
    if scaled.shape[1] != dimensions:
        raise InvalidArgumentError(f"the index has {dimensions} dimensions, a vector has {scaled.shape[1]}")
    return scaled


def several_keys(ids: Iterable[Hashable]) -> list[Hashable]:
    """Return ids, each once: what fails, fails before anything changes.

    >>> several_keys(["north", "east", "north"])
    ['north', 'east']
    """
    return list(dict.fromkeys(several(ids=ids)))


def keyed(ids: Iterable[Hashable], vectors: Any, dimensions: int) -> tuple[list[Hashable], Vectors]:
    """Return ids, each once, and the vector of each, scaled to length 1: the last that was given for it.

    Of an array of ids, the keys are Python's own numbers and texts.
    Raises `InvalidArgumentError` where numbers or shapes do not fit, `InvalidTypeError` for one text in place of ids.

    >>> keyed(["north", "east", "north"], [[9, 0], [0, 3], [0, 2]], 2)
    (['north', 'east'], array([[0., 1.],
           [0., 1.]], dtype=float32))
    >>> keyed([], [], 2)[0]
    []
    """
    keys = ids.tolist() if isinstance(ids, np.ndarray) else list(several(ids=ids))
    if not keys and not len(several(vectors=vectors)):
        return keys, np.empty((0, dimensions), np.float32)
    scaled = unit_vectors(vectors, dimensions)
    if len(keys) != len(scaled):
        raise InvalidArgumentError(f"{len(keys)} ids were given for {len(scaled)} vectors")
    last = {key: row for row, key in enumerate(keys)}
    return (keys, scaled) if len(last) == len(keys) else (list(last), scaled[list(last.values())])
