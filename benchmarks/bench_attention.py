"""`streaming_attention` against the dense formula: 256 queries, 32,768 keys, 64 dimensions, float32."""

from __future__ import annotations

import multiprocessing
import os
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Row, compare
from maif.attention import streaming_attention
from maif.units import format_size

QUERIES, KEYS, DIM, CHUNK = 256, 32_768, 64, 8192


def rows() -> Iterator[Row]:
    yield in_new_process_on_one_core(time_row, "one core")
    yield time_row("all cores")
    yield from map(memory_row, (KEYS // 4, KEYS, KEYS * 4))


def memory_row(keys: int) -> Row:
    q, k, v = drawn(keys)
    ours = peak_memory(lambda: streaming_attention(q, k, v, CHUNK))
    dense = peak_memory(lambda: dense_attention(q, k, v))
    work = f"peak memory beside the inputs, {keys:,} keys"
    return Row(work, format_size(ours), f"dense {format_size(dense)}", dense / ours, "flat")


def time_row(where: str) -> Row:
    q, k, v = drawn(KEYS)
    return compare(
        f"256 queries on 32,768 keys × 64, chunks of 8,192, {where}",
        lambda: streaming_attention(q, k, v, CHUNK),
        lambda: dense_attention(q, k, v),
        name="dense",
        items=KEYS,
        unit=" keys/s",
        rounds=25,
        reach="1 ×",
    )


def in_new_process_on_one_core(call: Callable[[str], Row], argument: str) -> Row:
    """Call a function in a process whose matrix products use one thread: that is settled when numpy is imported."""
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            return pool.submit(call, argument).result()
    finally:
        del os.environ["OPENBLAS_NUM_THREADS"]
        if before is not None:
            os.environ["OPENBLAS_NUM_THREADS"] = before


def drawn(keys: int) -> list[NDArray[np.float32]]:
    """Return random queries, keys and values."""
    random = np.random.default_rng(1)
    return [random.standard_normal((length, DIM), dtype=np.float32) for length in (QUERIES, keys, keys)]


def dense_attention(q: NDArray[np.float32], k: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
    """All scores at once, worked on in place."""
    scores = (q / np.float32(np.sqrt(q.shape[-1]))) @ k.T
    scores -= scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores, out=scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights @ v)


def peak_memory(call: Callable[[], Any]) -> int:
    """Return the most bytes that were allocated during a call."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
