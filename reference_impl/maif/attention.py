"""Exact attention over more keys than fit in memory, chunk by chunk: the online softmax.

A softmax divides by a sum over all keys, and first subtracts the largest score so that nothing overflows. Neither is
known before the last key. The online softmax works with the largest so far: when a larger one comes, what was summed
up to then shrinks by the exponential of the difference, and goes on as if the larger one had been known all along.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from maif.arguments import require_unmasked, whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike, NDArray

LARGEST_FLOAT32: float = (2 - 2**-23) * 2.0**127


def streaming_attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, chunk_size: int, causal: bool = False, mask: ArrayLike | None = None
) -> NDArray[Any]:
    """Return softmax(q kᵀ / √dim) v, exactly, looking at `chunk_size` keys at a time.

    Shapes: `q` is (…, queries, dim), `k` (…, keys, dim), `v` (…, keys, value dim); the result is (…, queries,
    value dim). The leading dimensions (batch, heads) broadcast. The result is float32, or float64 if an input is.
    Memory, beside the inputs: queries × (dim + value dim + chunk) numbers, for each of the leading dimensions, however
    many keys there are. It reads a chunk of keys and values when its turn comes, so they may be `numpy.memmap`s.

    `causal=True` lets query i see keys 0 to i. `mask` broadcasts to (…, queries, keys). If it is boolean, True lets
    a query see a key; floats are added to the scores. A query that sees no key gets zeros.

    It raises `InvalidArgumentError` for shapes that do not fit, `InvalidTypeError` for what are no real numbers.

    Online softmax: Milakov and Gimelshein (2018); attention in chunks: Rabe and Staats (2021).

    >>> import numpy as np
    >>> keys = np.eye(3, dtype=np.float32)
    >>> values = np.array([[1.0], [2.0], [3.0]], dtype=np.float32)
    >>> print(streaming_attention(100 * keys[:2], keys, values, chunk_size=2))
    [[1.]
     [2.]]

    A query that its mask lets see nothing:

    >>> print(streaming_attention(keys[:1], keys, values, chunk_size=2, mask=np.zeros((1, 3), dtype=bool)))
    [[0.]]
    """
    import numpy as np

    chunk_size = whole_number(1, chunk_size=chunk_size)
    queries_keys_values = _numbers("q", q), _numbers("k", k), _numbers("v", v)
    queries, keys, values = queries_keys_values
    shape = (*_leading_shape(*queries_keys_values), queries.shape[-2], keys.shape[-2])
    visible = None if mask is None else _mask(mask, shape)
    dtype = np.result_type(np.float32, *(array.dtype for array in queries_keys_values if array.dtype.kind == "f"))
    queries = queries.astype(dtype) / dtype.type(math.sqrt(max(1, queries.shape[-1])))
    queries = np.broadcast_to(queries, (*shape[:-1], queries.shape[-1]))
    softmax = OnlineSoftmax(shape[:-1], values.shape[-1], dtype)

    for start in range(0, min(shape[-2:]) if causal else shape[-1], chunk_size):
        chunk = slice(start, start + chunk_size)
        new_keys, new_values = (array[..., chunk, :].astype(queries.dtype, copy=False) for array in (keys, values))
        if _may_overflow(queries, new_keys, new_values, shape[-1]):
            queries, new_keys, new_values = (array.astype(np.float64) for array in (queries, new_keys, new_values))
            softmax.widen()
        rows = slice(start if causal else 0, None)  # causal: the queries before see none of these keys
        # Keys first, then turned: matrix products of a few queries with many keys are faster this way round.
        scores = (new_keys @ queries[..., rows, :].swapaxes(-1, -2)).swapaxes(-1, -2)
        if causal:
            scores[..., ~np.tri(*scores.shape[-2:], dtype=np.bool_)] = -np.inf
        if visible is not None:
            _apply(visible[..., rows, chunk], scores)
        softmax.add(scores, new_values, rows)
    return softmax.result().astype(dtype, copy=False)


def with_chunk(
    largest: NDArray[Any], total: NDArray[Any], weighted: NDArray[Any], scores: NDArray[Any], values: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return what an online softmax holds for each query, with the scores and values of more keys in it.

    It holds the largest score so far, −∞ before any, (…, queries, 1); the sum of the weights, that of the largest score
    being 1, (…, queries, 1); and the weighted sum of the values, (…, queries, value dim). New are scores, (…, queries,
    keys), which are overwritten, and values, (…, keys, value dim).

    >>> import numpy as np
    >>> held = np.array([[1000.0]]), np.array([[1.0]]), np.array([[7.0]])
    >>> [array.tolist() for array in with_chunk(*held, np.array([[1000.0, 900.0]]), np.array([[9.0], [5.0]]))]
    [[[1000.0]], [[2.0]], [[16.0]]]
    """
    import numpy as np

    new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))
    shift = np.where(new_largest == -np.inf, 0, new_largest)  # −∞: the query has not seen any key yet
    shrink = np.exp(largest - shift)
    scores -= shift
    weights = np.exp(scores, out=scores)
    return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values


class OnlineSoftmax:
    """The mean of values, weighted by the softmax of their scores, while scores and values come in chunks.

    >>> import numpy as np
    >>> softmax = OnlineSoftmax((1,), 1, np.float64)
    >>> softmax.add(np.log([[1.0, 2.0]]), np.array([[10.0], [40.0]]))
    >>> softmax.add(np.log([[7.0]]), np.array([[100.0]]))
    >>> print(softmax.result())
    [[79.]]
    """

    def __init__(self, shape: tuple[int, ...], value_dim: int, dtype: DTypeLike) -> None:
        import numpy as np

        self._largest = np.full((*shape, 1), -np.inf, dtype)  # score so far, for each query
        self._total = np.zeros((*shape, 1), dtype)  # of the weights, with the largest score's being 1
        self._weighted = np.zeros((*shape, value_dim), dtype)  # the values' sum

    def add(self, scores: NDArray[Any], values: NDArray[Any], rows: slice = slice(None)) -> None:
        """Take more values, (…, keys, value dim), and their scores, (…, queries, keys), which are overwritten.

        `rows` says which queries the scores belong to, where they are not for all.
        """
        largest, total, weighted = (array[..., rows, :] for array in (self._largest, self._total, self._weighted))
        largest[...], total[...], weighted[...] = with_chunk(largest, total, weighted, scores, values)

    def widen(self) -> None:
        """Go on in float64."""
        self._largest, self._total, self._weighted = (
            array.astype("float64") for array in (self._largest, self._total, self._weighted)
        )

    def result(self) -> NDArray[Any]:
        """Return the weighted means, (…, queries, value dim): zeros for a query all of whose scores are −∞."""
        means: NDArray[Any] = self._weighted / (self._total + (self._total == 0))
        return means


def _numbers(name: str, array: ArrayLike) -> NDArray[Any]:
    import numpy as np

    require_unmasked(**{name: array})
    numbers = np.asarray(array)
    if numbers.dtype.kind not in "biuf":
        raise InvalidTypeError(f"{name} must hold real numbers, got an array of {numbers.dtype}")
    if numbers.ndim < 2:
        raise InvalidArgumentError(f"{name} must have at least two dimensions, got the shape {numbers.shape}")
    return numbers


def _leading_shape(q: NDArray[Any], k: NDArray[Any], v: NDArray[Any]) -> tuple[int, ...]:
    """Return the shape to which the dimensions before the last two are broadcast."""
    import numpy as np

    if q.shape[-1] == k.shape[-1] and k.shape[-2] == v.shape[-2]:
        try:
            return np.broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])
        except ValueError:
            pass
    raise InvalidArgumentError(
        f"expected q (…, queries, dim), k (…, keys, dim), v (…, keys, value dim), got {q.shape}, {k.shape}, {v.shape}"
    )


def _mask(mask: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return a mask as a view of the full shape, which takes no memory of its own."""
    import numpy as np

    array = np.asarray(mask)
    if array.dtype.kind not in "bf":
        raise InvalidTypeError(f"mask must be boolean, or floats to add to the scores, got {array.dtype}")
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise InvalidArgumentError(f"mask must fit (…, queries, keys) = {shape}, got {array.shape}") from None


def _apply(mask: NDArray[Any], scores: NDArray[Any]) -> None:
    if mask.dtype.kind == "b":
        scores[~mask] = -math.inf
    else:
        scores += mask.astype(scores.dtype, copy=False)


def _may_overflow(q: NDArray[Any], k: NDArray[Any], v: NDArray[Any], keys: int) -> bool:
    """Tell whether float32 might be too narrow for a score, or for a sum of values over all keys."""
    if q.dtype != "float32":
        return False
    largest_score: float = _reach(q) * _reach(k) * q.shape[-1]
    return max(largest_score, _reach(v) * keys) > LARGEST_FLOAT32


def _reach(array: NDArray[Any]) -> float:
    """Return the largest distance from zero."""
    return max(float(array.max(initial=0)), -float(array.min(initial=0)))
