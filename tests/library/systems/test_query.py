"""Queries are answered: embedded, searched, each in its place, whatever goes wrong with one."""

from __future__ import annotations

import asyncio
import itertools
import pickle
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, closing
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftovers import run_cleanly
from maif import compat
from maif.clock import VirtualClock, run
from maif.errors import InvalidArgumentError, InvalidTypeError, TimeoutExpiredError
from maif.query import AsyncStreamProcessor, QueryResult, StreamingConfig, StreamProcessor, as_query
from maif.semantic import Hit
from recorders import RecordedAsyncSource, RecordedSource


def by_length(texts: Sequence[str]) -> list[list[float]]:
    """Embed by length; the text "bad" breaks the whole call."""
    if "bad" in texts:
        raise ValueError("bad")
    return [[len(text), 1.0] for text in texts]


class Words:
    """An index that finds texts which share a word with the query."""

    texts = ("a stream", "a file", "a stream of blocks")

    def search(self, query: str, k: int) -> Iterator[Hit]:
        found = (text for text in self.texts if set(text.split()) & set(query.split()))
        return (Hit(text, 1.0, text, "words") for text, _ in zip(found, range(k), strict=False))


class Slow:
    """An index in the event loop that finds nothing."""

    async def search(self, query: str, k: int) -> list[Hit]:
        await asyncio.sleep(1)
        return []


class Model:
    """An encoder in the event loop that takes its time, and knows how many calls it has had at a time."""

    def __init__(self, seconds: float = 1.0, slow: float = 1000.0) -> None:
        self.seconds, self.slow = seconds, slow
        self.calls: list[list[str]] = []
        self.running = self.most = 0

    async def encode(self, texts: list[str]) -> list[list[float]]:
        self.calls.append(texts)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.slow if "slow" in texts else self.seconds)
            return by_length(texts)
        finally:
            self.running -= 1


async def collect(results: Any) -> list[QueryResult]:
    async with aclosing(results):
        return [result async for result in results]


async def timed(*moments_and_texts: tuple[float, str]) -> AsyncIterator[str]:
    """Yield each text at its moment."""
    loop = asyncio.get_running_loop()
    for moment, text in moments_and_texts:
        await asyncio.sleep(moment - loop.time())
        yield text


def ask(processor: AsyncStreamProcessor, queries: Any, **options: Any) -> list[QueryResult]:
    return run_cleanly(lambda: collect(processor.process_query_stream(queries, **options)))


class TestAQuery:
    @pytest.mark.parametrize(
        "given",
        [("a", "text"), ["a", "text"], {"id": "a", "text": "text"}, {"query_id": "a", "query_text": "text", "more": 1}],
    )
    def test_comes_as_a_pair_or_a_mapping(self, given: Any) -> None:
        assert as_query(given, 7) == ("a", "text")

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            (b"text", "found b'text'"),
            (None, "found None"),
            (("a", "b", "c"), "found ('a', 'b', 'c')"),
            ({}, "nothing in it"),
            ({"id": 1}, "a mapping with 'id'"),
            ({"id": 1, "text": 5}, "where text is 5"),
            ({"text": "no id"}, "a mapping with 'text'"),
        ],
    )
    def test_of_any_other_kind_is_refused_with_what_was_found(self, given: Any, found: str) -> None:
        with pytest.raises(InvalidTypeError, match="query 7: ") as caught:
            as_query(given, 7)
        assert found in str(caught.value)


class TestAResult:
    result = QueryResult("q", "text", [], np.zeros(2, np.float32), 0.5)

    def test_is_a_mapping_of_its_fields(self) -> None:
        assert dict(self.result) == {name: getattr(self.result, name) for name in self.result}
        assert len(self.result) == 6
        assert "error" in self.result
        assert self.result.get("score") is None

    def test_can_be_compared_kept_in_a_set_and_pickled(self) -> None:
        assert self.result in {self.result}
        assert self.result != QueryResult("q", "text", [], np.zeros(2, np.float32), 0.5)
        copy = pickle.loads(pickle.dumps(self.result))
        assert (copy.query_id, copy.embedding.tolist()) == ("q", [0, 0])


class TestTheConfiguration:
    @pytest.mark.parametrize(
        "field",
        [
            {"buffer_size": 0},
            {"batch_size": 0},
            {"max_concurrent_streams": 0},
            {"retries": -1},
            {"processing_timeout": 0},
            {"buffer_timeout": -1},
            {"buffer_timeout": "soon"},
        ],
    )
    def test_is_refused_where_it_makes_no_sense(self, field: dict[str, Any]) -> None:
        with pytest.raises(InvalidArgumentError, match=next(iter(field))):
            StreamingConfig(**field)

    def test_has_the_documented_defaults(self) -> None:
        config = StreamingConfig.of(None)
        assert (config.buffer_size, config.buffer_timeout, config.batch_size) == (1000, 0.1, 32)
        assert (config.max_concurrent_streams, config.processing_timeout) == (10, 30.0)

    def test_has_its_older_name(self) -> None:
        compat.install()
        try:
            stream_processor = import_module("Module7_NiruHybrid.streaming.stream_processor")
            config = import_module("Module7_NiruHybrid.config")
        finally:
            compat.uninstall()
        assert stream_processor.AsyncStreamProcessor is AsyncStreamProcessor
        assert config.StreamingConfig is StreamingConfig


class TestInPlainCode:
    def test_a_query_has_its_embedding_and_without_an_index_no_hits(self) -> None:
        result = StreamProcessor(by_length).process_query("q", "abc")
        assert (result.query_id, result.text, result.hits, result.error) == ("q", "abc", [], None)
        assert result.embedding is not None
        assert result.embedding == pytest.approx(np.array([3, 1]) / np.sqrt(10))

    def test_a_query_has_the_hits_that_were_asked_for(self) -> None:
        result = StreamProcessor(by_length, index=Words()).process_query("q", "a stream", top_k=2)
        assert [hit.id for hit in result.hits] == ["a stream", "a file"]

    def test_an_error_of_one_query_is_raised_as_it_is(self) -> None:
        with pytest.raises(ValueError, match="bad"):
            StreamProcessor(by_length).process_query("q", "bad")

    def test_a_batch_keeps_its_order_and_is_embedded_together(self) -> None:
        calls: list[list[str]] = []

        def encode(texts: list[str]) -> list[list[float]]:
            calls.append(texts)
            return by_length(texts)

        results = StreamProcessor(encode, batch_size=2).process_query_batch(["a", "bb", "ccc", "dddd", "e"])
        assert [result.text for result in results] == ["a", "bb", "ccc", "dddd", "e"]
        assert calls == [["a", "bb"], ["ccc", "dddd"], ["e"]]

    def test_a_batch_is_refused_whole_where_one_is_no_query(self) -> None:
        with pytest.raises(InvalidTypeError, match="query 1: "):
            StreamProcessor(by_length).process_query_batch(["a", 5])

    def test_a_failed_query_of_a_batch_has_its_error_in_its_place(self) -> None:
        results = StreamProcessor(by_length).process_query_batch(["a", "bad", "c"])
        assert [str(result.error) for result in results] == ["None", "bad", "None"]

    def test_a_stream_is_read_a_batch_at_a_time_and_closed(self) -> None:
        source = RecordedSource(f"text {number}" for number in range(100))
        with closing(StreamProcessor(by_length, batch_size=4).process_query_stream(source)) as results:
            assert next(results).text == "text 0"
        assert (source.pulled, source.closed) == (4, 1)

    def test_the_time_of_a_batch_is_shared(self) -> None:
        clock = VirtualClock()

        def encode(texts: list[str]) -> list[list[float]]:
            clock.sleep(3)
            return by_length(texts)

        results = StreamProcessor(encode, clock=clock).process_query_batch(["a", "b", "c"])
        assert [result.seconds for result in results] == pytest.approx([1, 1, 1])

    @pytest.mark.parametrize("encoder", [None, 5, object()])
    def test_what_encodes_nothing_is_refused(self, encoder: Any) -> None:
        with pytest.raises(InvalidTypeError, match="an encoder has"):
            StreamProcessor(encoder)

    def test_what_must_be_awaited_and_what_searches_nothing_is_refused(self) -> None:
        with pytest.raises(InvalidTypeError, match="AsyncStreamProcessor"):
            StreamProcessor(Model())
        with pytest.raises(InvalidTypeError, match="an index has search"):
            StreamProcessor(by_length, index=object())  # type: ignore[arg-type]
        with pytest.raises(InvalidArgumentError, match="top_k"):
            StreamProcessor(by_length).process_query("q", "a", top_k=0)

    def test_tensors_are_converted(self) -> None:
        class Tensor:
            def detach(self) -> Tensor:
                return self

            cpu = detach

            def numpy(self) -> Any:
                return np.array([[3.0, 4.0]])

        class Encoder:
            def encode(self, texts: list[str]) -> Tensor:
                return Tensor()

        embedding = StreamProcessor(Encoder()).process_query("q", "a").embedding
        assert embedding is not None
        assert (embedding.dtype, embedding.tolist()) == (np.float32, pytest.approx([0.6, 0.8]))


class TestTogether:
    def test_are_those_that_come_within_the_time(self) -> None:
        model = Model()
        processor = AsyncStreamProcessor(model, {"buffer_timeout": 1})
        ask(processor, timed((0, "a"), (0.9, "bb"), (5, "c"), (5.5, "d"), (5.6, "e")))
        assert model.calls == [["a", "bb"], ["c", "d", "e"]]

    def test_are_no_more_than_a_batch(self) -> None:
        model = Model()
        ask(AsyncStreamProcessor(model, {"batch_size": 2}), ["a", "b", "c", "d", "e"])
        assert sorted(model.calls) == [["a", "b"], ["c", "d"], ["e"]]

    def test_one_that_breaks_the_call_does_not_break_the_others(self) -> None:
        model = Model()
        results = ask(AsyncStreamProcessor(model, {"retries": 1}), ["a", "bad", "c"], ordered=True)
        assert [str(result.error) for result in results] == ["None", "bad", "None"]
        assert model.calls.count(["bad"]) == 2


class TestAtATime:
    @given(
        most=st.integers(1, 4),
        batch_size=st.integers(1, 3),
        texts=st.lists(st.sampled_from(["a", "bb", "bad"]), max_size=12),
        ordered=st.booleans(),
    )
    def test_no_more_calls_run_than_allowed_and_each_query_is_answered(
        self, most: int, batch_size: int, texts: list[str], ordered: bool
    ) -> None:
        model = Model()
        config = StreamingConfig(batch_size=batch_size, max_concurrent_streams=most, retries=1)
        results = run(
            collect(AsyncStreamProcessor(model, config).process_query_stream(texts, ordered=ordered)),
        )
        assert model.most <= most
        by_number = sorted(results, key=lambda result: int(result.query_id))
        assert [(result.text, result.error is not None) for result in by_number] == [(t, t == "bad") for t in texts]
        assert not ordered or by_number == results

    def test_as_many_run_as_allowed(self) -> None:
        model, clock = Model(seconds=1), VirtualClock()
        processor = AsyncStreamProcessor(model, {"batch_size": 1, "max_concurrent_streams": 5}, clock=clock)
        run(collect(processor.process_query_stream(map(str, range(20)))), clock=clock)
        assert (model.most, clock.monotonic()) == (5, 4.0)

    def test_the_source_is_not_read_further_ahead_than_the_buffer(self) -> None:
        source = RecordedAsyncSource(map(str, range(1000)))

        async def main() -> None:
            processor = AsyncStreamProcessor(Model(), {"buffer_size": 7, "batch_size": 3})
            async with aclosing(processor.process_query_stream(source)) as results:
                for taken in range(1, 5):
                    await anext(results)
                    await asyncio.sleep(100)
                    assert source.pulled <= 7 + taken

        run_cleanly(main)
        assert source.closed == 1

    def test_a_small_buffer_does_not_wait_for_a_large_batch(self) -> None:
        clock = VirtualClock()
        processor = AsyncStreamProcessor(Model(1), {"buffer_size": 2, "buffer_timeout": "1h"}, clock=clock)
        assert len(run(collect(processor.process_query_stream(map(str, range(4)))), clock=clock)) == 4
        assert clock.monotonic() < 10


class TestInTime:
    def test_what_takes_too_long_is_an_error_and_is_not_tried_again(self) -> None:
        model = Model()
        config = {"batch_size": 1, "processing_timeout": "30s"}
        quick, slow = ask(AsyncStreamProcessor(model, config), ["slow", "a"])
        assert (quick.text, slow.text) == ("a", "slow")
        assert isinstance(slow.error, TimeoutExpiredError)
        assert "took longer than 30.0 s" in str(slow.error)
        assert slow.seconds == 30
        assert model.calls.count(["slow"]) == 1

    def test_a_timeout_that_is_the_encoders_own_is_tried_again(self) -> None:
        calls: list[float] = []

        async def encode(texts: list[str]) -> list[list[float]]:
            calls.append(asyncio.get_running_loop().time())
            if len(calls) < 3:
                raise TimeoutError("the model's server")
            return by_length(texts)

        (result,) = ask(AsyncStreamProcessor(encode, {"buffer_timeout": 0, "retry_delay": 1}), ["a"])
        assert (result.error, calls) == (None, [0, 1, 3])

    def test_waiting_for_a_turn_does_not_count(self) -> None:
        config = {"batch_size": 1, "max_concurrent_streams": 1, "processing_timeout": 2}
        results = ask(AsyncStreamProcessor(Model(1.5), config), ["a", "b", "c"])
        assert [(result.error, result.seconds) for result in results] == [(None, 1.5)] * 3

    def test_a_thread_that_never_returns_holds_nothing_up(self) -> None:
        release = threading.Event()

        def encode(texts: list[str]) -> list[list[float]]:
            if "stuck" in texts:
                release.wait()
            return by_length(texts)

        config = StreamingConfig(batch_size=1, processing_timeout=0.05, retries=0)
        results = asyncio.run(collect(AsyncStreamProcessor(encode, config).process_query_stream(["stuck", "a", "b"])))
        release.set()
        assert {result.text: type(result.error) for result in results} == {
            "a": type(None),
            "b": type(None),
            "stuck": TimeoutExpiredError,
        }


class TestInOrder:
    texts = ("slow", "a", "b")

    def test_or_first_come_first_served(self) -> None:
        config = {"batch_size": 1}
        completed = ask(AsyncStreamProcessor(Model(slow=9), config), self.texts)
        ordered = ask(AsyncStreamProcessor(Model(slow=9), config), self.texts, ordered=True)
        assert [result.text for result in completed] == ["a", "b", "slow"]
        assert [result.text for result in ordered] == ["slow", "a", "b"]

    def test_are_the_pieces_of_what_is_generated(self) -> None:
        processor = AsyncStreamProcessor(Model(slow=9), {"batch_size": 1})
        results = run_cleanly(lambda: collect(processor.process_generated(timed((0, "slow"), (1, "er")))))
        assert [result.text for result in results] == ["slow", "er"]


class TestWhenThingsGoWrong:
    def test_what_is_no_query_is_an_error_in_its_place(self) -> None:
        results = ask(AsyncStreamProcessor(Model()), ["a", 5, {"id": 1}, "b"], ordered=True)
        assert [type(result.error) for result in results] == [
            type(None),
            InvalidTypeError,
            InvalidTypeError,
            type(None),
        ]

    def test_an_error_of_the_source_comes_after_what_came_before(self) -> None:
        async def questions() -> AsyncIterator[str]:
            yield "a"
            yield "b"
            raise OSError("gone")

        seen = []

        async def main() -> None:
            async for result in AsyncStreamProcessor(Model()).process_query_stream(questions()):
                seen.append(result.text)

        with pytest.raises(OSError, match="gone"):
            run(main())
        assert sorted(seen) == ["a", "b"]

    def test_an_index_that_fails_is_tried_again(self) -> None:
        class Fragile:
            calls = 0

            async def search(self, query: str, k: int) -> list[Hit]:
                self.calls += 1
                if self.calls == 1:
                    raise ConnectionError("reset")
                return [Hit("1", 1.0, query, "x")][:k]

        model = Model()
        (result,) = ask(AsyncStreamProcessor(model, index=Fragile()), ["a"])
        assert (len(result.hits), result.error, len(model.calls)) == (1, None, 1)

    def test_a_cancellation_that_the_encoder_makes_up_is_an_error_like_others(self) -> None:
        async def encode(texts: list[str]) -> Any:
            raise asyncio.CancelledError

        one, two = ask(AsyncStreamProcessor(encode), ["a", "b"])
        assert (str(one.error), str(two.error)) == ("CancelledError in encoder or index",) * 2

    def test_wrong_answers_of_the_encoder_are_errors(self) -> None:
        async def encode(texts: list[str]) -> list[list[float]]:
            return [[1.0]] * 3

        results = ask(AsyncStreamProcessor(encode), ["a", "b"])
        assert all("returned 3 vectors for 1" in str(result.error) for result in results)

    @pytest.mark.parametrize("queries", [None, 5])
    def test_what_is_no_stream_is_refused_at_once(self, queries: Any) -> None:
        with pytest.raises(InvalidTypeError, match="iterable"):
            AsyncStreamProcessor(by_length).process_query_stream(queries)
        with pytest.raises(InvalidArgumentError, match="top_k"):
            AsyncStreamProcessor(by_length).process_query_stream([], top_k=0)


class TestLeavingEarly:
    def leave(self, source: Any, when: int, cancel: bool) -> Model:
        model = Model()

        async def read() -> None:
            processor = AsyncStreamProcessor(model, {"batch_size": 2, "max_concurrent_streams": 3}, index=Slow())
            async with aclosing(processor.process_query_stream(source)) as results:
                for _ in range(when):
                    await anext(results)
                if cancel:
                    await asyncio.sleep(3600)

        async def main() -> None:
            task = asyncio.create_task(read())
            await asyncio.sleep(30)
            if cancel:
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            else:
                await task

        run_cleanly(main)
        return model

    @pytest.mark.parametrize("cancel", [False, True])
    @pytest.mark.parametrize("when", [0, 1, 4])
    @pytest.mark.parametrize("kind", [RecordedSource, RecordedAsyncSource])
    def test_ends_the_calls_and_closes_the_source(self, kind: Any, when: int, cancel: bool) -> None:
        source = kind(map(str, itertools.count()))
        model = self.leave(source, when, cancel)
        assert model.running == 0
        assert source.closed == (1 if when else 0)
        assert source.pulled <= 1000 + when

    def test_one_query_needs_no_stream(self) -> None:
        async def main() -> tuple[QueryResult, QueryResult]:
            processor = AsyncStreamProcessor(Model(), index=Words())
            return await processor.process_query("q", "a file"), await processor.process_query("r", "bad")

        good, bad = run(main())
        assert ([hit.id for hit in good.hits], good.query_id) == (["a stream", "a file", "a stream of blocks"], "q")
        assert (str(bad.error), bad.query_id) == ("bad", "r")
