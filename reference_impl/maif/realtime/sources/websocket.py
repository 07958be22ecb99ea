"""Messages from a WebSocket, connected again whenever it is lost."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from maif.arguments import require_callable
from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError, SourceError
from maif.realtime.decoding import decode, decode_with
from maif.realtime.message import Message
from maif.realtime.sources.source import Source, SourceContext
from maif.realtime.sources.waiting import growing_pauses
from maif.units import format_duration, parse_duration, parse_size

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_log = logging.getLogger("maif.realtime")

CLOSING = 2.0  # seconds in which the server may answer a close


class WebSocketSource(Source):
    """What a server sends, a message a frame.

    The source makes a lost connection again, after pauses that grow. What the server sends meanwhile is lost, unless
    you can ask it to go on: `position(last_message)` returns query parameters for the URL then, such as
    `{"after": 17}`. A restart of the program knows no last message.

    While the processor holds reading back, the source reads nothing, and expects no answer to a ping. A server that
    then gets no answer to its own pings may close; the source connects again when reading goes on. `headers`
    go with the request; other options go to `websockets.connect`, such as `ssl` or `subprotocols`.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        position: Callable[[Message], Mapping[str, Any] | None] | None = None,
        decode: Callable[[bytes], Any] | None = None,
        source_id: str | None = None,
        name: str | None = None,
        max_message: int | str = "16MB",
        ping_interval: float | str = "20s",
        ping_timeout: float | str = "20s",
        longest_pause: float | str = "30s",
        **options: Any,
    ) -> None:
        if not isinstance(url, str):
            raise InvalidTypeError(f"url must be a text, got {url!r}")
        if not isinstance(headers or {}, Mapping):
            raise InvalidTypeError(f"headers must be a dict of names and values, got {headers!r:.80}")
        for what, function in (("position", position), ("decode", decode)):
            if function is not None:
                require_callable(**{what: function})
        parts = urlsplit(url)
        self.source_id = source_id or f"{parts.hostname or ''}{parts.path}" or url
        super().__init__(name or self.source_id)
        self.url, self.headers = url, dict(headers or {})
        self._position, self._decode, self._options = position, decode, options
        self._max_message = parse_size(max_message)
        self._ping_interval, self._ping_timeout = parse_duration(ping_interval), parse_duration(ping_timeout)
        self._longest_pause = parse_duration(longest_pause)
        self._last: Message | None = None
        self._read_all_the_time = True  # whether nothing was paused while a ping waits for its answer
        self._connection: ClientConnection | None = None

    async def open(self, context: SourceContext) -> None:
        """Connect, within `connect_timeout`.

        Raises `InvalidArgumentError` for what is no WebSocket's URL, `SourceError` at once if the server refuses (such
        as with 401), and `MissingExtraError` without the package websockets.
        """
        await super().open(context)
        if importlib.util.find_spec("websockets") is None:
            raise MissingExtraError("websockets", extra="live", needed_for="a WebSocket source")
        clock, timeout = context.clock, context.connect_timeout
        deadline = clock.monotonic() + timeout
        for pause in growing_pauses(longest=2.0):
            try:
                self._connection = await self._connect(max(deadline - clock.monotonic(), 0.1))
                break
            except OSError as error:
                if isinstance(error, SourceError):
                    raise
                if clock.monotonic() + pause >= deadline:
                    raise SourceError(f"{self.url}: no answer within {format_duration(timeout)}: {error}") from error
                await clock.sleep_async(pause)
        self.counts.connected = True

    async def _connect(self, timeout: float) -> ClientConnection:
        """Connect once.

        What another try cannot mend is a `SourceError` or an `InvalidArgumentError`, all else an `OSError`.
        """
        from websockets import exceptions
        from websockets.asyncio.client import connect

        try:
            return await connect(
                self._url(),
                additional_headers=self.headers,
                open_timeout=timeout,
                ping_interval=None,  # pings are sent here, where it is known whether the answer can be read
                close_timeout=CLOSING,
                max_size=self._max_message,
                **self._options,
            )
        except exceptions.InvalidURI as error:
            raise InvalidArgumentError(f"{self.url!r} is no URL of a WebSocket, such as wss://host/path") from error
        except exceptions.InvalidStatus as error:
            status = error.response.status_code
            if 400 <= status < 500 and status not in (408, 429):
                hint = "check headers=" if status in (401, 403) else "check the URL"
                raise SourceError(f"{self.url}: the server refuses, with status {status}: {hint}") from error
            raise OSError(f"the server answers with status {status}") from error
        except exceptions.InvalidHandshake as error:
            raise OSError(f"no WebSocket: {error}") from error
        except (TypeError, ValueError) as error:
            raise InvalidArgumentError(f"{self.url}: these options make no connection: {error}") from error

    def _url(self) -> str:
        """Return the URL, with the parameters that have the server go on behind the last message."""
        if self._position is None or self._last is None or not (parameters := self._position(self._last)):
            return self.url
        parts = urlsplit(self.url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {k: str(v) for k, v in parameters.items()}
        return parts._replace(query=urlencode(query)).geturl()

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield what comes, on one connection after the other."""
        from websockets.exceptions import ConnectionClosed

        pauses = growing_pauses(longest=self._longest_pause)
        while True:
            connection = self._connection
            assert connection is not None
            alive = asyncio.create_task(self._keep_alive(connection))
            try:
                while True:
                    message = self._message(await connection.recv(decode=False))
                    self._last = message
                    yield message
                    pauses = growing_pauses(longest=self._longest_pause)
            except ConnectionClosed as error:
                reason = str(error)
            finally:
                alive.cancel()
                await asyncio.gather(alive, return_exceptions=True)
            if self.context.to_present_end:
                return
            await self._connect_again(reason, pauses)

    async def _connect_again(self, reason: str, pauses: Iterator[float]) -> None:
        _log.warning("%s is lost: %s", self.name, reason)
        self.counts.connected = False
        self.context.emit("source_lost", {"reason": reason})
        for pause in pauses:
            await self.context.clock.sleep_async(pause)
            try:
                self._connection = await self._connect(self.context.connect_timeout)
                break
            except SourceError:
                raise
            except OSError as error:
                _log.info("%s: %s", self.name, error)
        self.counts.connected = True
        self.counts.reconnects += 1
        self.context.emit("source_back", {})

    async def _keep_alive(self, connection: ClientConnection) -> None:
        """Give a connection up whose other end does not answer; while nothing is read, no answer can be seen."""
        clock = self.context.clock
        while True:
            await clock.sleep_async(self._ping_interval)
            await self.resumed()
            answer = asyncio.ensure_future(await connection.ping())
            while not answer.done():
                self._read_all_the_time = not self.any_paused
                await asyncio.wait({answer}, timeout=self._ping_timeout)
                if not answer.done() and self._read_all_the_time:
                    _log.warning("%s does not answer: the connection is given up", self.name)
                    connection.transport.abort()
                    return
                await self.resumed()

    def pauses_changed(self) -> None:
        """Take note that an answer may have been there unread."""
        self._read_all_the_time = False

    def _message(self, payload: bytes) -> Message:
        if self._decode is not None:
            return decode_with(self._decode, payload, self.source_id)
        return decode(payload, self.source_id)

    async def close(self) -> None:
        """Close the connection; the server has a moment to answer."""
        if self._connection is not None:
            await self._connection.close()
