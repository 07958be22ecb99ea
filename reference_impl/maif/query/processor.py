"""`StreamProcessor`: answers queries in plain code, one by one or a batch at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from maif.arguments import several, whole_number
from maif.batches import batches_of
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidTypeError
from maif.query.encoding import Encoder, Search, Searchable
from maif.query.result import Query, QueryResult, as_query
from maif.sources import closing_with

if TYPE_CHECKING:
    from maif.semantic import Hit


class StreamProcessor:
    """Answers queries: with their embedding, and with hits if there is an index.

    An encoder has `embed(texts)` or `encode(texts)`, or is a function of texts; tensors are converted, and vectors
    scaled to length 1. An index has `search(query, k)`. Raises `InvalidTypeError` for others, and for what must be
    awaited: `AsyncStreamProcessor` takes that.

    >>> processor = StreamProcessor(lambda texts: [[len(text), 0] for text in texts])
    >>> results = processor.process_query_batch([{"id": "a", "text": "to"}, ("b", "be")])
    >>> [result.query_id for result in results]
    ['a', 'b']

    A query whose text the encoder or the index fails on has an `error` in its result; the others have theirs.

    >>> fragile = StreamProcessor(lambda texts: [[1 / len(text), 0] for text in texts])
    >>> [result.error for result in fragile.process_query_batch(["to", "", "be"])]
    [None, ZeroDivisionError('division by zero'), None]
    """

    def __init__(
        self,
        hybrid_encoder: Any,
        batch_size: int = 32,
        index: Searchable | None = None,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        encoder, self._search = Encoder(hybrid_encoder), None if index is None else Search(index)
        if encoder.is_async or (self._search is not None and self._search.is_async):
            raise InvalidTypeError("an encoder or index that must be awaited is for an AsyncStreamProcessor")
        self._encode = encoder.encode
        self._batch_size = whole_number(1, batch_size=batch_size)
        self._now = clock.monotonic

    def process_query(self, query_id: Any, query_text: str, top_k: int = 5) -> QueryResult:
        """Answer a query, with up to `top_k` hits. An error of the encoder or the index is raised as it is."""
        query = as_query((query_id, query_text), 0)
        return self._answer(query, whole_number(1, top_k=top_k))

    def process_query_batch(self, queries: Iterable[Any], top_k: int = 5) -> list[QueryResult]:
        """Answer queries, embedded together, in their order.

        Raises `InvalidTypeError` for what is no query (see `as_query`), before any is answered, and for one alone.
        """
        given = [as_query(each, number) for number, each in enumerate(several(queries=queries))]
        return list(self.process_query_stream(given, top_k))

    def process_query_stream(self, queries: Iterable[Any], top_k: int = 5) -> Generator[QueryResult]:
        """Yield the answers to queries, in their order; `batch_size` of them are read, and embedded together.

        Raises `InvalidTypeError` at what is no query. Closing this closes the source.
        """
        top_k = whole_number(1, top_k=top_k)
        return self._stream(iter(several(queries=queries)), top_k)

    def _stream(self, source: Iterator[Any], top_k: int) -> Generator[QueryResult]:
        numbered = (as_query(given, number) for number, given in enumerate(source))
        for batch in closing_with(source, batches_of(numbered, self._batch_size)):
            for query, embedding, spent in self._embed_together(batch):
                try:
                    result = self._answer(query, top_k, embedding, spent)
                except Exception as error:
                    result = QueryResult(query.query_id, query.text, [], embedding, spent, error)
                yield result

    def _embed_together(self, batch: list[Query]) -> list[tuple[Query, Any, float]]:
        """Return queries with their embeddings, and the time for each; with None, to be tried alone, if one fails."""
        started = self._now()
        embeddings = [None] * len(batch)
        if len(batch) > 1:
            with suppress(Exception):
                embeddings = list(self._encode([query.text for query in batch]))
        spent = (self._now() - started) / len(batch)
        return [(query, embedding, spent) for query, embedding in zip(batch, embeddings, strict=True)]

    def _answer(self, query: Query, top_k: int, embedding: Any = None, spent: float = 0.0) -> QueryResult:
        started = self._now()
        if embedding is None:
            (embedding,) = self._encode([query.text])
        hits: list[Hit] = [] if self._search is None else self._search.find(query.text, top_k)
        return QueryResult(query.query_id, query.text, hits, embedding, spent + self._now() - started)
