"""What answers are made with: an encoder for the embedding, an index for the hits; either may be awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from maif.arguments import is_async
from maif.errors import InvalidTypeError
from maif.semantic import Embedder, as_embedder

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors


class Searchable(Protocol):
    """An index, such as `maif.semantic.SearchIndex`; `search` may be `async def`."""

    def search(self, query: str, k: int, /) -> Any:
        """Return the `k` hits that answer a query best, the best first."""
        ...


class Encoder:
    """Makes embeddings of texts, by whatever has `embed(texts)` or `encode(texts)`, or is a function of texts.

    `encode` is what to call: with texts, in a thread, or awaited where `is_async`. Raises `InvalidTypeError` for
    anything else.

    >>> encoder = Encoder(lambda texts: [[3, 4] for text in texts])
    >>> encoder.encode(["to", "be"]), encoder.is_async
    (array([[0.6, 0.8],
           [0.6, 0.8]], dtype=float32), False)
    """

    def __init__(self, source: Any) -> None:
        if isinstance(source, type):
            raise InvalidTypeError(f"an encoder is an object: make one of the class {source.__name__}, and give that")
        function = next(
            (method for name in ("embed", "encode") if callable(method := getattr(source, name, None))), source
        )
        if not callable(function):
            raise InvalidTypeError(f"an encoder has embed(texts) or encode(texts), or is a function; got {source!r}")
        self.is_async = is_async(function)
        self.encode: Callable[[Sequence[str]], Any]
        if self.is_async:
            self.encode = _awaited(function)
        else:
            self.encode = as_embedder(source if isinstance(source, Embedder) else function).embed


def _awaited(function: Callable[..., Any]) -> Callable[[Sequence[str]], Any]:
    async def encode(texts: Sequence[str]) -> Vectors:
        encoded = await function(list(texts))
        return as_embedder(lambda _: encoded).embed(texts)

    return encode


class Search:
    """Finds hits in an index; `find` is what to call: with a text and a number, in a thread, or awaited if `is_async`.

    Raises `InvalidTypeError` for an index without `search`.
    """

    def __init__(self, index: Searchable) -> None:
        search = getattr(index, "search", None)
        if not callable(search):
            raise InvalidTypeError(f"an index has search(query, k); got {index!r}")
        self.is_async = is_async(search)
        self.find: Callable[[str, int], Any] = search
        if not self.is_async:
            self.find = lambda text, k: list(islice(search(text, k), k))
