"""Queries in, answers out, while both stream: an embedding and hits for each.

`StreamProcessor` answers in plain code, one query or a batch. `AsyncStreamProcessor` answers a stream of them: so many
at a time, each within its time, a failure in its place. `maif.query.client` asks a server over HTTP.

>>> from maif.query import StreamProcessor
>>> result = StreamProcessor(lambda texts: [[3, 4] for text in texts]).process_query("q1", "what is a stream?")
>>> result["query_id"], result.embedding
('q1', array([0.6, 0.8], dtype=float32))
"""

from maif.query.config import StreamingConfig
from maif.query.encoding import Searchable
from maif.query.processor import StreamProcessor
from maif.query.result import Query, QueryResult, as_query
from maif.query.stream import AsyncStreamProcessor

__all__ = [
    "AsyncStreamProcessor",
    "Query",
    "QueryResult",
    "Searchable",
    "StreamProcessor",
    "StreamingConfig",
    "as_query",
]
