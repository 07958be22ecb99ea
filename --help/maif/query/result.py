"""A query as it comes, and what it is answered with."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import InvalidTypeError

if TYPE_CHECKING:
    import numpy as np

    from maif.semantic import Hit


class Query(NamedTuple):
    """A question, and the id that its answer will bear."""

    query_id: Any
    text: str


def as_query(given: object, number: int) -> Query:
    """Return what was given as a query: a text (whose id is its number in the stream), a pair, or a mapping.

    A mapping has `id` and `text`, or `query_id` and `query_text`. Raises `InvalidTypeError`, which says what was found,
    for anything else.

    >>> as_query("what is a stream?", 0)
    Query(query_id=0, text='what is a stream?')
    >>> as_query(("q1", "what is a stream?"), 1) == as_query({"id": "q1", "text": "what is a stream?"}, 1)
    True
    >>> as_query({"id": "q1", "question": "what is a stream?"}, 2)
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: query 2: a query is a text, a pair (id, text), or a mapping with id and text or \
query_id and query_text; found a mapping with 'id', 'question'
    """
    found = reprlib.repr(given)
    if isinstance(given, str):
        return Query(number, given)
    if isinstance(given, Mapping):
        for id_key, text_key in (("id", "text"), ("query_id", "query_text")):
            if id_key in given and isinstance(given.get(text_key), str):
                return Query(given[id_key], given[text_key])
        found = f"a mapping with {', '.join(map(reprlib.repr, given)) or 'nothing in it'}"
        found += "".join(
            f", where {key} is {reprlib.repr(given[key])}" for key in ("text", "query_text") if key in given
        )
    elif isinstance(given, tuple | list) and len(given) == 2 and isinstance(given[1], str):
        return Query(*given)
    raise InvalidTypeError(
        f"query {number}: a query is a text, a pair (id, text), or a mapping with id and text or query_id and "
        f"query_text; found {found}"
    )


@dataclass(frozen=True, eq=False)
class QueryResult(Mapping[str, Any]):
    """The answer to a query, or why there is none; its fields can be read as a mapping's, too.

    >>> result = QueryResult("q1", "what is a stream?", hits=[], embedding=None, seconds=0.25)
    >>> result.seconds, result["seconds"], list(result)
    (0.25, 0.25, ['query_id', 'text', 'hits', 'embedding', 'seconds', 'error'])
    >>> result["score"]
    Traceback (most recent call last):
    KeyError: 'score'
    """

    query_id: Any
    text: str
    hits: list[Hit]
    """What the index found, the best first; empty without an index."""
    embedding: np.ndarray[Any, Any] | None
    """float32, shape (dimensions,), of length 1; None where the query failed before."""
    seconds: float
    """How long answering took, without waiting for a turn."""
    error: Exception | None = None

    __eq__ = object.__eq__  # arrays have no single answer to whether they are equal
    __hash__ = object.__hash__

    def __getitem__(self, name: str) -> Any:
        if name not in self.__dataclass_fields__:
            raise KeyError(name)
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in fields(self))

    def __len__(self) -> int:
        return len(fields(self))
