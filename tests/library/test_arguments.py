"""Arguments that would be taken for something else without a word: each kind is told at once, wherever it is given."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import maif
from maif.batch_processor import BatchProcessor, DistributedBatchProcessor, StreamBatchProcessor
from maif.errors import InvalidTypeError
from maif.parallel import map_as_completed, map_ordered
from maif.query import AsyncStreamProcessor, StreamProcessor
from maif.semantic import GraphIndex, HashingEmbedder, SearchIndex, VectorIndex, WordLlamaEmbedder, as_embedder
from maif.serve import Server


async def awaited(*_: Any) -> None: ...


class Awaited:
    async def __call__(self, *_: Any) -> None: ...


TAKING_FUNCTIONS: dict[str, Callable[[Any], object]] = {
    "BatchProcessor.apply": lambda fn: BatchProcessor(2).apply([1], fn),
    "batch_process": lambda fn: maif.batch_process([1], fn),
    "StreamBatchProcessor.start": lambda fn: StreamBatchProcessor[int](2).start(fn),
    "StreamBatchProcessor.run": lambda fn: StreamBatchProcessor[int](2).run(fn),
    "DistributedBatchProcessor": lambda fn: DistributedBatchProcessor(process=fn),
    "DistributedBatchProcessor.stream": lambda fn: DistributedBatchProcessor().stream([1], fn),
    "map_ordered": lambda fn: map_ordered(fn, [1]),
    "map_as_completed": lambda fn: map_as_completed(fn, [1]),
    "HotBuffer": lambda fn: maif.HotBuffer(10, on_evict=fn),
    "time_windows": lambda fn: maif.time_windows([1], 1, timestamp=float, on_late=fn),
}


@pytest.mark.parametrize("function", [awaited, Awaited()], ids=["function", "object"])
@pytest.mark.parametrize("name", TAKING_FUNCTIONS)
def test_a_coroutine_function_that_nobody_would_await_is_refused(name: str, function: Any) -> None:
    with pytest.raises(InvalidTypeError, match="nobody would await"):
        TAKING_FUNCTIONS[name](function)


class Finding:
    def search(self, query: str, k: int) -> list[Any]:
        return []


TAKING_SEVERAL: dict[str, Callable[[Any], object]] = {
    "VectorIndex.add": lambda several: VectorIndex(2).add(several, np.eye(2)),
    "VectorIndex.remove": lambda several: VectorIndex(2).remove(several),
    "GraphIndex.remove": lambda several: GraphIndex(2).remove(several),
    "SearchIndex.remove": lambda several: SearchIndex(HashingEmbedder()).remove(several),
    "HashingEmbedder": lambda several: HashingEmbedder().embed(several),
    "WordLlamaEmbedder": lambda several: WordLlamaEmbedder().embed(several),
    "as_embedder": lambda several: as_embedder(lambda texts: np.eye(len(texts))).embed(several),
    "process_query_batch": lambda several: StreamProcessor(HashingEmbedder()).process_query_batch(several),
    "process_query_stream": lambda several: StreamProcessor(HashingEmbedder()).process_query_stream(several),
    "AsyncStreamProcessor": lambda several: AsyncStreamProcessor(HashingEmbedder()).process_query_stream(several),
    "process_generated": lambda several: AsyncStreamProcessor(HashingEmbedder()).process_generated(several),
}


@pytest.mark.parametrize("one", ["ab", b"ab", {"id": "a", "text": "b"}], ids=repr)
@pytest.mark.parametrize("name", TAKING_SEVERAL)
def test_one_text_in_place_of_several_is_not_taken_apart(name: str, one: Any) -> None:
    with pytest.raises(InvalidTypeError, match="are several: give a list"):
        TAKING_SEVERAL[name](one)


@pytest.mark.parametrize("take", [as_embedder, StreamProcessor, AsyncStreamProcessor, SearchIndex])
def test_a_class_in_place_of_an_object_is_refused(take: Callable[[Any], object]) -> None:
    with pytest.raises(InvalidTypeError, match="make one of the class HashingEmbedder"):
        take(HashingEmbedder)


@pytest.mark.parametrize(
    "make", [lambda: VectorIndex(2), lambda: GraphIndex(2), lambda: SearchIndex(HashingEmbedder())]
)
@pytest.mark.parametrize("travel", [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_threads_share_says_why_it_does_not_travel(
    make: Callable[[], object], travel: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidTypeError, match="can be neither pickled nor copied"):
        travel(make())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"port": 70_000}, "port must be at most 65535"),
        ({"port": -1}, "port must be at least 0"),
        ({"port": None}, "port must be a whole number"),
        ({"port": True}, "port must be a whole number"),
        ({"host": None}, "host is a name or an address"),
        ({"token": 7}, "a token is text"),
        ({"limits": {"heartbaet": 1}}, "did you mean 'heartbeat'"),
        ({"limits": 7}, "Limits or a dict"),
        ({"live": 7}, "live is a stream processor"),
        ({"index": 7}, r"an index has search\(query, k\)"),
    ],
    ids=str,
)
def test_a_server_says_at_once_what_cannot_be(options: dict[str, Any], told: str) -> None:
    given: dict[str, Any] = {"index": Finding(), "port": 0} | options
    with pytest.raises(maif.MAIFError, match=told):
        Server(**given)
