"""`maif.attention`: what the dense formula computes, from a few keys at a time."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.attention import OnlineSoftmax, streaming_attention
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError

pytestmark = pytest.mark.piece("maif.attention.streaming_attention", "maif.attention.with_chunk")


def drawn(*shapes: tuple[int, ...], dtype: npt.DTypeLike = np.float32, seed: int = 1) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.standard_normal(shape).astype(dtype) for shape in shapes]


def dense_attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, visible: bool | np.ndarray = True, bias: float | np.ndarray = 0.0
) -> np.ndarray:
    """The formula as it is written, in double precision; a query that sees no key gets zeros."""
    q, k, v = (np.asarray(array, np.float64) for array in (q, k, v))
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]) + bias
    scores = np.where(visible, scores, -np.inf)
    weights = np.exp(scores - np.nan_to_num(scores.max(axis=-1, keepdims=True), neginf=0.0))
    total = weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights @ v / np.where(total == 0, 1, total))


def assert_close(got: np.ndarray, want: Any) -> None:
    np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-5)


lengths = st.integers(1, 12)


@given(lengths, lengths, lengths, lengths, st.integers(1, 14), st.booleans())
def test_any_chunk_size_gives_the_dense_result(
    queries: int, keys: int, dim: int, value_dim: int, chunk_size: int, causal: bool
) -> None:
    q, k, v = drawn((queries, dim), (keys, dim), (keys, value_dim))
    visible = np.tri(queries, keys, dtype=bool) if causal else True
    assert_close(streaming_attention(q, k, v, chunk_size, causal), dense_attention(q, k, v, visible))


@pytest.mark.parametrize("causal", [False, True])
def test_batches_and_heads_are_broadcast(causal: bool) -> None:
    q, k, v = drawn((2, 3, 7, 4), (3, 7, 4), (2, 1, 7, 5))
    visible = np.tri(7, dtype=bool) if causal else True
    got = streaming_attention(q, k, v, 3, causal)
    assert got.shape == (2, 3, 7, 5)
    assert_close(got, dense_attention(q, k, v, visible))


@pytest.mark.parametrize("shape", [(6, 9), (9,), (6, 1), (3, 6, 9), (2, 1, 6, 9)])
@pytest.mark.parametrize("causal", [False, True])
def test_a_boolean_mask_says_which_keys_a_query_sees(shape: tuple[int, ...], causal: bool) -> None:
    q, k, v = drawn((2, 3, 6, 4), (2, 3, 9, 4), (2, 3, 9, 4))
    mask = np.random.default_rng(2).random(shape) < 0.5
    visible = mask & np.tri(6, 9, dtype=bool) if causal else mask
    assert_close(streaming_attention(q, k, v, 2, causal, mask), dense_attention(q, k, v, visible))


def test_a_mask_and_values_may_have_leading_dimensions_of_their_own() -> None:
    q, k, v = drawn((6, 4), (9, 4), (2, 9, 4))
    mask = np.random.default_rng(2).random((6, 9)) < 0.5
    assert_close(streaming_attention(q, k, v, 2, mask=mask), dense_attention(q, k, v, mask))
    assert_close(streaming_attention(q, k, v, 2, causal=True), dense_attention(q, k, v, np.tri(6, 9, dtype=bool)))


def test_a_nan_in_a_key_reaches_the_queries_that_see_it() -> None:
    q, k, v = drawn((6, 4), (6, 4), (6, 4))
    k[3, 0] = np.nan
    got = streaming_attention(q, k, v, 2, causal=True)
    assert np.isnan(got).any(axis=1).tolist() == [False] * 3 + [True] * 3


def test_a_mask_of_numbers_is_added_to_the_scores() -> None:
    q, k, v, mask = drawn((6, 4), (9, 4), (9, 4), (6, 9))
    mask[:, 3] = -np.inf
    assert_close(streaming_attention(q, k, v, 2, mask=mask), dense_attention(q, k, v, bias=mask))


def test_a_query_that_sees_no_key_gets_zeros() -> None:
    q, k, v = drawn((2, 4), (5, 4), (5, 4))
    got = streaming_attention(q, k, v, 2, mask=np.array([[True] * 5, [False] * 5]))
    assert got[1].tolist() == [0, 0, 0, 0]
    assert_close(got[0], dense_attention(q[:1], k, v)[0])


def test_a_query_that_sees_its_first_key_late_sees_it_fully() -> None:
    q, k, v = drawn((1, 4), (6, 4), (6, 4))
    assert_close(streaming_attention(q, k, v, 2, mask=np.arange(6) == 5), v[5:])


def test_without_keys_the_result_is_zeros() -> None:
    q, k, v = drawn((2, 4), (0, 4), (0, 3))
    assert streaming_attention(q, k, v, 2).tolist() == [[0, 0, 0]] * 2


def test_the_first_of_causal_queries_sees_the_first_key_alone() -> None:
    q, k, v = drawn((4, 4), (9, 4), (9, 4))
    assert_close(streaming_attention(q, k, v, 3, causal=True)[0], v[0])


@pytest.mark.parametrize("scale", [1e2, 1e4, 1e18, 1e30, 3e37])
@pytest.mark.parametrize("what", ["q", "k", "v", "q and k", "all"])
def test_extreme_values_do_not_overflow(scale: float, what: str) -> None:
    q, k, v = drawn((5, 8), (11, 8), (11, 8))
    if what in ("q", "q and k", "all"):
        q *= np.float32(scale)
    if what in ("k", "q and k", "all"):
        k *= np.float32(scale)
    if what in ("v", "all"):
        v *= np.float32(scale)
    got = streaming_attention(q, k, v, 4)
    # Scores of 1e4 differ by more than float32 resolves: there the largest alone counts, and it is the same.
    np.testing.assert_allclose(got, dense_attention(q, k, v), rtol=1e-3, atol=1e-3 * np.abs(v).max())


def test_values_near_the_largest_float_have_their_mean() -> None:
    q, k, _ = drawn((2, 4), (100, 4), (100, 4))
    assert_close(streaming_attention(0 * q, k, np.full((100, 1), 3e38, np.float32), 7), np.float32(3e38))


def test_an_overflow_in_a_late_chunk_leaves_the_earlier_ones_right() -> None:
    q, k, v = drawn((3, 4), (9, 4), (9, 4))
    k[7] *= np.float32(1e38)
    q *= np.float32(100)
    np.testing.assert_allclose(streaming_attention(q, k, v, 2), dense_attention(q, k, v), rtol=1e-3, atol=1e-3)


def test_scores_far_below_zero_still_differ() -> None:
    q, k, v = np.full((1, 1), -1e4, np.float32), np.array([[1.0], [1.0001]], np.float32), np.array([[1.0], [2.0]])
    assert_close(streaming_attention(q, k, v, 1), dense_attention(q, k, v))


@pytest.mark.parametrize(
    ("dtype", "result"),
    [(np.float16, np.float32), (np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float32)],
)
def test_the_result_is_float32_or_wider(dtype: npt.DTypeLike, result: npt.DTypeLike) -> None:
    q, k, v = (3 * array for array in drawn((3, 4), (5, 4), (5, 4)))
    q, k, v = (array.astype(dtype) for array in (q, k, v))
    got = streaming_attention(q, k, v, 2)
    assert got.dtype == result
    assert_close(got, dense_attention(q, k, v))


def test_the_inputs_stay_as_they_are() -> None:
    arrays = drawn((3, 4), (5, 4), (5, 4), (3, 5))
    before = [array.copy() for array in arrays]
    q, k, v, mask = arrays
    streaming_attention(q, k, v, 2, True, mask)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_lists_will_do() -> None:
    assert_close(streaming_attention([[1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]], [[1.0], [1.0]], 1), [[1.0]])


def test_keys_are_read_from_a_file_when_their_turn_comes(tmp_path: Path) -> None:
    q, k, v = drawn((3, 4), (50, 4), (50, 4))
    for name, array in (("k", k), ("v", v)):
        array.tofile(tmp_path / name)
    k_file, v_file = (np.memmap(tmp_path / name, np.float32, "r", shape=(50, 4)) for name in "kv")
    assert_close(streaming_attention(q, k_file, v_file, 8), dense_attention(q, k, v))


def peak_memory(keys: int) -> int:
    q, k, v = drawn((64, 16), (keys, 16), (keys, 16))
    tracemalloc.start()
    streaming_attention(q, k, v, 256)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_keys() -> None:
    peak_memory(1_000)  # numpy's own first-time imports
    assert peak_memory(20_000) <= 1.1 * peak_memory(2_000)


@pytest.mark.parametrize(
    "shapes",
    [((3, 4), (5, 3), (5, 4)), ((3, 4), (5, 4), (6, 4)), ((2, 3, 4), (3, 5, 4), (5, 4)), ((4,), (5, 4), (5, 4))],
)
def test_shapes_that_do_not_fit_raise(shapes: tuple[tuple[int, ...], ...]) -> None:
    q, k, v = drawn(*shapes)
    with pytest.raises(InvalidArgumentError, match=r"shape|expected q"):
        streaming_attention(q, k, v, 2)


@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 5), (6,)])
def test_a_mask_that_does_not_fit_raises(shape: tuple[int, ...]) -> None:
    q, k, v = drawn((3, 4), (5, 4), (5, 4))
    with pytest.raises(InvalidArgumentError, match=r"mask must fit .*\(3, 5\)"):
        streaming_attention(q, k, v, 2, mask=np.ones(shape, bool))


def test_a_mask_of_whole_numbers_could_mean_either_and_raises() -> None:
    q, k, v = drawn((3, 4), (5, 4), (5, 4))
    with pytest.raises(InvalidTypeError, match="boolean, or floats"):
        streaming_attention(q, k, v, 2, mask=np.ones((3, 5), int))


def test_what_holds_no_numbers_raises() -> None:
    with pytest.raises(InvalidTypeError, match="k must hold real numbers"):
        streaming_attention([[1.0]], [["a"]], [[1.0]], 1)


@pytest.mark.parametrize(("chunk_size", "error"), [(0, InvalidArgumentError), (2.5, InvalidTypeError)])
def test_a_chunk_of_no_whole_size_raises(chunk_size: Any, error: type[MAIFError]) -> None:
    q, k, v = drawn((3, 4), (5, 4), (5, 4))
    with pytest.raises(error, match="chunk_size"):
        streaming_attention(q, k, v, chunk_size)


@pytest.mark.piece("maif.attention.OnlineSoftmax", "maif.attention.with_chunk")
@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_the_online_softmax_is_the_softmax_however_its_scores_are_cut(cuts: list[int]) -> None:
    scores, values = drawn((3, sum(cuts)), (sum(cuts), 2), dtype=np.float64)
    softmax = OnlineSoftmax((3,), 2, np.float64)
    start = 0
    for cut in cuts:
        softmax.add(30 * scores[:, start : start + cut], values[start : start + cut])
        start += cut
    weights = np.exp(30 * scores)
    np.testing.assert_allclose(softmax.result(), weights @ values / weights.sum(axis=1, keepdims=True))
