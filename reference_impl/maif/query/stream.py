"""`AsyncStreamProcessor`: answers a stream of queries, many at a time, each within its time."""

from __future__ import annotations

import asyncio
import reprlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, closing
from typing import TYPE_CHECKING, Any

from maif.arguments import several, whole_number
from maif.batch_streams import stream_in_batches
from maif.batches import Batcher
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidTypeError, MAIFError, TimeoutExpiredError
from maif.parallel import amap_as_completed, amap_ordered
from maif.parallel.daemon_threads import DaemonThreads
from maif.pipeline.error_handling import RetryConfig, is_cancellation, with_retries
from maif.query.config import StreamingConfig
from maif.query.encoding import Encoder, Search, Searchable
from maif.query.result import Query, QueryResult, as_query
from maif.sources import closing_async_source, closing_source
from maif.units import format_duration

if TYPE_CHECKING:
    from maif.semantic import Hit

MAX_RETRY_DELAY = 60.0  # seconds

Queries = AsyncIterable[Any] | Iterable[Any]


class AsyncStreamProcessor:
    """Answers a stream of queries: with their embeddings, and with hits if there is an index.

    Queries that come within `buffer_timeout` are embedded together; up to `max_concurrent_streams` calls run at a time,
    in threads, or in the event loop where encoder or index are `async def`; at most `buffer_size` queries are between
    the source and the reader. `config` is a `StreamingConfig` or a mapping of its fields. For encoder and index see
    `StreamProcessor`.

    >>> async def encode(texts):
    ...     return [[len(text), 0] for text in texts]
    >>> async def questions():
    ...     yield {"id": "a", "text": "to be?"}
    ...     yield {"id": "b", "question": "or not to be?"}
    >>> async def main(processor):
    ...     return [result async for result in processor.process_query_stream(questions(), ordered=True)]
    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> good, bad = run(main(AsyncStreamProcessor(encode)))
    >>> good["query_id"], good["embedding"]
    ('a', array([1., 0.], dtype=float32))

    A query that fails (one that is none, an error, a time limit) has an `error` in its result, and the stream goes on.

    >>> bad.query_id, type(bad.error).__name__
    (1, 'InvalidTypeError')
    """

    def __init__(
        self,
        hybrid_encoder: Any,
        config: StreamingConfig | Mapping[str, Any] | None = None,
        index: Searchable | None = None,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.config = StreamingConfig.of(config)
        self._encoder = Encoder(hybrid_encoder)
        self._search = None if index is None else Search(index)
        self._clock = clock

    async def process_query(self, query_id: Any, query_text: str, top_k: int = 5) -> QueryResult:
        """Answer one query; as with a stream of them, a failure is told in the result."""
        async with aclosing(self.process_query_stream([(query_id, query_text)], top_k)) as results:
            return await anext(results)

    def process_query_stream(
        self, queries: Queries, top_k: int = 5, *, ordered: bool = False
    ) -> AsyncGenerator[QueryResult]:
        """Yield the answer to each query, as they come, or `ordered`: in the order of the queries.

        Leaving early (`break`, an error, cancellation, `aclose()`) cancels the calls that are awaited, drops those that
        threads have not begun, and closes the source. An error of the source comes after the answers to what came
        before it.
        """
        top_k = whole_number(1, top_k=top_k)
        if not isinstance(queries, AsyncIterable):
            several(queries=queries)
        return self._answers(queries, top_k, ordered)

    def process_generated(self, pieces: Queries, top_k: int = 5) -> AsyncGenerator[QueryResult]:
        """Yield an answer to each piece of a text as it is generated, in its order.

        All rules are those of `process_query_stream`; the id of a piece is its number.

        >>> async def main():
        ...     processor = AsyncStreamProcessor(lambda texts: [[len(text), 0] for text in texts])
        ...     return [(r.query_id, r.text) async for r in processor.process_generated(["To be, ", "or not to be"])]
        >>> asyncio.run(main())
        [(0, 'To be, '), (1, 'or not to be')]
        """
        return self.process_query_stream(pieces, top_k, ordered=True)

    async def _answers(self, queries: Queries, top_k: int, ordered: bool) -> AsyncGenerator[QueryResult]:
        config, amap = self.config, amap_ordered if ordered else amap_as_completed
        room = asyncio.Semaphore(config.buffer_size)  # it alone bounds what waits between source and reader
        bounds = {"max_in_flight": config.max_concurrent_streams, "max_waiting": config.buffer_size}
        with closing(DaemonThreads(config.max_concurrent_streams)) as threads:
            answering = _Answering(config, self._encoder, self._search, top_k, threads, self._clock)
            embedded = amap(answering.embed_together, self._batches(_read(queries, room)), **bounds)
            async with aclosing(amap(answering.answer, _one_by_one(embedded), **bounds)) as results:
                async for result in results:
                    room.release()
                    yield result

    async def _batches(self, source: AsyncGenerator[_Job]) -> AsyncGenerator[list[_Job]]:
        """Yield what comes together; what waits when the source ends, or fails, comes before its end."""
        config = self.config
        batcher: Batcher[_Job] = Batcher(min(config.batch_size, config.buffer_size), config.buffer_timeout)
        failure: Exception | None = None
        async with aclosing(stream_in_batches(source, batcher, self._clock)) as batches:
            try:
                async for batch in batches:
                    yield batch
            except Exception as error:
                failure = error
        if rest := batcher.flush():
            yield rest
        if failure is not None:
            raise failure


class _Job:
    """A query on its way to its answer."""

    __slots__ = ("embedding", "error", "query", "seconds")

    def __init__(self, given: object, number: int) -> None:
        self.error: InvalidTypeError | None = None
        try:
            self.query = as_query(given, number)
        except InvalidTypeError as error:
            self.query, self.error = Query(number, reprlib.repr(given)), error
        self.embedding: Any = None
        self.seconds = 0.0

    def result(self, hits: list[Hit], error: Exception | None = None) -> QueryResult:
        return QueryResult(*self.query, hits, self.embedding, self.seconds, error)


class _Answering:
    """One run over a stream: the calls, within their bounds."""

    def __init__(
        self,
        config: StreamingConfig,
        encoder: Encoder,
        search: Search | None,
        top_k: int,
        threads: DaemonThreads,
        clock: Clock,
    ) -> None:
        self._encoder, self._search, self._top_k = encoder, search, top_k
        self._threads, self._clock = threads, clock
        self._timeout = config.processing_timeout
        self._retry = RetryConfig(config.retries + 1, config.retry_delay, max_delay=MAX_RETRY_DELAY)
        self._slots = asyncio.Semaphore(config.max_concurrent_streams)

    async def embed_together(self, batch: list[_Job]) -> list[_Job]:
        """Embed what came together, if it can be: what cannot is tried again, each alone."""
        jobs = [job for job in batch if job.error is None]
        if len(jobs) > 1:
            try:
                async with self._attempt(jobs):
                    embeddings = await self._encode([job.query.text for job in jobs])
            except (Exception, asyncio.CancelledError) as error:
                if is_cancellation(error):
                    raise
            else:
                for job, embedding in zip(jobs, embeddings, strict=True):
                    job.embedding = embedding
        return batch

    async def answer(self, job: _Job) -> QueryResult:
        """Answer a query, whatever happens."""
        if job.error is not None:
            return job.result([], job.error)
        return await with_retries(self._try, job, self._retry, self._clock.sleep_async, self._give_up)

    async def _try(self, job: _Job) -> QueryResult:
        hits: list[Hit] = []
        try:
            async with self._attempt([job]):
                if job.embedding is None:
                    (job.embedding,) = await self._encode([job.query.text])
                if self._search is not None:
                    hits = await self._call(self._search.find, self._search.is_async, job.query.text, self._top_k)
        except TimeoutExpiredError as error:
            return job.result([], error)
        return job.result(hits)

    async def _give_up(self, job: _Job, error: BaseException, attempts: int) -> QueryResult:
        if not isinstance(error, Exception):  # a cancellation that encoder or index made up
            error = MAIFError(f"{type(error).__name__} in encoder or index")
        return job.result([], error)

    @asynccontextmanager
    async def _attempt(self, jobs: list[_Job]) -> AsyncIterator[None]:
        """Wait for a turn; raise `TimeoutExpiredError` if what follows takes too long, and measure it."""
        now = asyncio.get_running_loop().time  # of which the time limit is, too
        async with self._slots:
            started = now()
            try:
                async with asyncio.timeout(self._timeout) as limit:
                    yield
            except TimeoutError as error:
                if not limit.expired():
                    raise
                raise TimeoutExpiredError(f"answering took longer than {format_duration(self._timeout)}") from error
            finally:
                for job in jobs:
                    job.seconds += (now() - started) / len(jobs)

    async def _encode(self, texts: list[str]) -> Any:
        return await self._call(self._encoder.encode, self._encoder.is_async, texts)

    async def _call(self, function: Callable[..., Any], is_async: bool, *arguments: Any) -> Any:
        if is_async:
            return await function(*arguments)
        return await self._threads.call(lambda arguments: function(*arguments), arguments)


async def _read(queries: Queries, room: asyncio.Semaphore) -> AsyncGenerator[_Job]:
    source = aiter(queries) if isinstance(queries, AsyncIterable) else _each(iter(queries))
    number = 0
    async with closing_async_source(source):
        while True:
            await room.acquire()
            try:
                given = await anext(source)
            except StopAsyncIteration:
                return
            yield _Job(given, number)
            number += 1


async def _each(source: Iterator[Any]) -> AsyncGenerator[Any]:
    with closing_source(source):
        for item in source:
            yield item


async def _one_by_one(batches: AsyncGenerator[list[_Job]]) -> AsyncGenerator[_Job]:
    async with aclosing(batches):
        async for batch in batches:
            for job in batch:
                yield job
