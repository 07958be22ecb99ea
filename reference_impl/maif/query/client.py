"""Asks a server (`maif serve`) and yields hits as they come, over connections that may break."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from maif.arguments import whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError, ServerError
from maif.pipeline.error_handling import RetryConfig
from maif.query.event_stream import EventStreamParser, ServerSentEvent
from maif.semantic import Hit

if TYPE_CHECKING:
    import httpx

PATH = "/stream/query"
SILENCE = 45.0  # seconds: three heartbeats of the server
LONGEST_PAUSE = 60.0  # seconds: a server that asks for more is asked again all the same
TRY_AGAIN = (408, 429, 500, 502, 503, 504)


def stream_query(
    url: str,
    query: str,
    top_k: int = 5,
    *,
    token: str | None = None,
    retries: int = 5,
    client: httpx.Client | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Generator[Hit]:
    """Yield the hits that answer a query, each as soon as the server at `url` sends it, and each once.

    Where the connection is lost, or the server busy or restarting, this connects again, up to `retries` times without
    anything new, and goes on after the last hit. Raises `ServerError` when that does not help, and at once when the
    server refuses (`status` says how) or the search fails; `InvalidArgumentError` for a URL or token that none can be;
    `MissingExtraError` without the extra `serve`. `client` is an `httpx.Client` of your own, which stays open. Pauses
    are on the `clock`.

        for hit in stream_query("http://127.0.0.1:8000", "how do I merge sorted streams?"):
            print(hit.score, hit.text)
    """
    httpx, asking = _httpx(), _Asking(url, query, top_k, token, retries)
    return _stream(httpx, asking, client, clock)


def _stream(httpx: Any, asking: _Asking, client: httpx.Client | None, clock: Clock) -> Generator[Hit]:
    own = client or httpx.Client(timeout=httpx.Timeout(10.0, read=SILENCE))
    try:
        while not asking.ended:
            try:
                with own.stream("POST", asking.url, json=asking.body, headers=asking.headers()) as response:
                    if asking.wants_body(response.status_code):
                        asking.refused(response.status_code, response.read())
                    for chunk in response.iter_bytes():
                        yield from asking.hits_in(chunk)
                asking.closed()
            except (httpx.RequestError, _Lost) as error:
                clock.sleep(asking.pause_after(error))
    finally:
        if client is None:
            own.close()


def stream_query_async(
    url: str,
    query: str,
    top_k: int = 5,
    *,
    token: str | None = None,
    retries: int = 5,
    client: httpx.AsyncClient | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> AsyncGenerator[Hit]:
    """Yield the hits that answer a query, as `stream_query` does, without blocking the event loop."""
    httpx, asking = _httpx(), _Asking(url, query, top_k, token, retries)
    return _stream_async(httpx, asking, client, clock)


async def _stream_async(
    httpx: Any, asking: _Asking, client: httpx.AsyncClient | None, clock: Clock
) -> AsyncGenerator[Hit]:
    own = client or httpx.AsyncClient(timeout=httpx.Timeout(10.0, read=SILENCE))
    try:
        while not asking.ended:
            try:
                async with own.stream("POST", asking.url, json=asking.body, headers=asking.headers()) as response:
                    if asking.wants_body(response.status_code):
                        asking.refused(response.status_code, await response.aread())
                    async for chunk in response.aiter_bytes():
                        for hit in asking.hits_in(chunk):
                            yield hit
                asking.closed()
            except (httpx.RequestError, _Lost) as error:
                await clock.sleep_async(asking.pause_after(error))
    finally:
        if client is None:
            await own.aclose()


class _Lost(Exception):  # noqa: N818 - never leaves this module
    """The connection ended before the answer did."""


class _Asking:
    """One query on its way: what has been seen, where to go on, and how often that has failed."""

    def __init__(self, url: str, query: str, top_k: int, token: str | None, retries: int) -> None:
        if not isinstance(query, str):
            raise InvalidTypeError(f"a query is text, not {query!r:.80}")
        if any("\ud800" <= character <= "\udfff" for character in query):
            raise InvalidArgumentError("a query is text without halves of characters")
        self.url = _checked_url(url)
        self.body = {"query": query, "top_k": whole_number(1, top_k=top_k)}
        self.ended = False
        self._token = None if token is None else checked_token(token)
        self._retry = RetryConfig(whole_number(0, retries=retries) + 1, base_delay=0.25, max_delay=10)
        self._failures = 0
        self._parser = EventStreamParser()
        self._seen: set[str] = set()

    def headers(self) -> dict[bytes, bytes]:
        """Return the headers of the next request; its answer is a new stream."""
        headers = {b"Accept": b"text/event-stream"}
        if self._token is not None:
            headers[b"Authorization"] = f"Bearer {self._token}".encode()
        if (last := self._parser.last_event_id).isprintable() and last:
            headers[b"Last-Event-ID"] = last.encode()
        self._parser = self._parser.again()
        return headers

    def wants_body(self, status: int) -> bool:
        """Say whether an answer is no stream; take note of one that says that nothing follows."""
        self.ended = status == 204
        return status not in (200, 204)

    def refused(self, status: int, body: bytes) -> None:
        """Raise what a status says."""
        try:
            why = str(json.loads(body)["detail"])
        except (ValueError, KeyError, TypeError, RecursionError):
            why = body[:200].decode(errors="replace")
        if status in TRY_AGAIN:
            raise _Lost(f"{status}: {why}")
        raise ServerError(f"{self.url} refuses the query ({status}): {why}", status=status)

    def hits_in(self, chunk: bytes) -> Generator[Hit]:
        """Yield the hits that some bytes complete, but for those that were there before."""
        for event in self._parser.feed(chunk):
            if (hit := self._hit_of(event)) is not None and hit.id not in self._seen:
                self._failures = 0
                self._seen.add(hit.id)
                yield hit

    def _hit_of(self, event: ServerSentEvent) -> Hit | None:
        try:
            data = json.loads(event.data) if event.type in ("hit", "error") else {}
            if event.type == "hit":
                return _hit_in(data)
            if event.type == "error":
                raise ServerError(f"{self.url}: {data['message']}")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ServerError(f"{self.url} sent no {event.type}, but {event.data[:200]!r}") from error
        self.ended = self.ended or event.type == "done"
        return None

    def closed(self) -> None:
        """Take note that the connection has been closed."""
        if not self.ended:
            raise _Lost("the connection was closed before the end")

    def pause_after(self, error: Exception) -> float:
        """Return how many seconds to wait before the next request; raise `ServerError` after too many."""
        self._failures += 1
        if self._failures >= self._retry.max_attempts:
            raise ServerError(f"{self.url} gave no answer in {self._failures} attempts: {error}") from error
        return max(self._retry.delay(self._failures), min(self._parser.retry or 0, LONGEST_PAUSE))


def _hit_in(data: dict[str, Any]) -> Hit:
    """Return the hit that a server sends; raise `TypeError` where it is none."""
    hit = Hit(data["id"], data["score"], data["text"], data["source"])
    texts = all(isinstance(text, str) for text in (hit.id, hit.text, hit.source))
    if not texts or not isinstance(hit.score, float | int | None):
        raise TypeError("a hit has an id, a text and a source, and its score is a number")
    return hit


def _checked_url(url: object) -> str:
    if not isinstance(url, str):
        raise InvalidTypeError(f"a server's URL is text, not {url!r:.80}")
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # a port that is no number, half of an IPv6 address
        whole = False
    if not whole or not url.isprintable() or " " in url:
        raise InvalidArgumentError(f"a server's URL is like http://127.0.0.1:8000, not {url!r:.80}")
    return url if url.endswith(PATH) else url.rstrip("/") + PATH


def checked_token(token: object) -> str:
    """Return a token as it is; raise `InvalidTypeError` or `InvalidArgumentError` for one that no header can bear."""
    if not isinstance(token, str):
        raise InvalidTypeError(f"a token is text, not a {type(token).__name__}")
    if not (token and token.isascii() and token.isprintable() and " " not in token):
        raise InvalidArgumentError("a token has letters, digits and signs of ASCII, and no spaces")
    return token


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("httpx", extra="serve", needed_for="stream_query()") from error
    return httpx
