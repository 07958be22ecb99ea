"""`Server`: an application on a socket, with limits that only a connection knows, until it is told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.serve.app import create_app
from maif.serve.guard import LOOPBACK
from maif.serve.limits import Limits

if TYPE_CHECKING:
    from maif.query import Searchable
    from maif.realtime import StreamProcessor

LAST_PORT = 65_535
SEND_BUFFER = 64 * 1024  # bytes: with the kernel's own megabytes no reader would ever look stalled
GRACE = 5  # seconds that requests have to end


class Server:
    """An application on a socket that listens already; `run` serves it, `stop` may be called from any thread.

    `url` is its address; with port 0 the system chooses one that is free. Raises `InvalidArgumentError` for a host that
    others can reach without a `token`, and for a port that none can be, what `create_app` raises, and `OSError` for an
    address that cannot be had.
    """

    def __init__(
        self,
        index: Searchable | None,
        *,
        live: StreamProcessor | None = None,
        host: str = "127.0.0.1",
        port: int = 8000,
        token: str | None = None,
        limits: Limits | Mapping[str, Any] | None = None,
    ) -> None:
        limits = Limits.of(limits)
        port = whole_number(0, port=port)
        if port > LAST_PORT:
            raise InvalidArgumentError(f"port must be at most {LAST_PORT}, got {port}")
        if not isinstance(host, str):
            raise InvalidTypeError(f"host is a name or an address, as text, not {host!r}")
        own = is_loopback(host)
        if not own and token is None:
            raise InvalidArgumentError(
                f"{host} can be reached from other machines: clients must know a token, give one"
            )
        self.app = create_app(index, live=live, token=token, limits=limits, hosts=LOOPBACK if own else None)
        config = uvicorn.Config(
            self.app,
            http=_protocol(limits),
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        self._server = _Server(config, self.app.state.stop)
        self._socket = listener(host, port)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self._socket.getsockname()[1]}"

    def run(self, started: Callable[[], object] = lambda: None) -> None:
        """Serve until SIGINT, SIGTERM or `stop`; `started` is called when requests are answered.

        Raises what the live stream raises where it cannot begin.
        """
        self._server.told = started
        log = logging.getLogger("uvicorn.error")
        log.addFilter(self._is_news)
        try:
            with self._socket:
                self._server.run(sockets=[self._socket])
        except SystemExit:  # uvicorn's answer to an application that does not start
            raise self.app.state.failed or MAIFError("the server did not start") from None
        finally:
            log.removeFilter(self._is_news)

    def _is_news(self, record: logging.LogRecord) -> bool:
        """Say whether uvicorn reports something else than what `run` raises."""
        return self.app.state.failed is None

    def stop(self) -> None:
        """End: open streams are told when to come back, and requests have some seconds to end."""
        self._server.should_exit = True


def serve(index: Searchable | None, **options: Any) -> None:
    """Serve an index over HTTP until SIGINT or SIGTERM; options and errors are those of `Server`."""
    Server(index, **options).run()


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens, whose connections have a small send buffer."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        error.filename = f"{host}:{port}"
        raise
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listening.bind(address)
        listening.listen(2048)
    except BaseException as error:
        listening.close()
        if isinstance(error, OSError):
            error.filename = f"{host}:{port}"
        raise
    return listening


class _Server(uvicorn.Server):
    """Tells open streams to end before it waits for them."""

    told: Callable[[], object]

    def __init__(self, config: uvicorn.Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self._stop = stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.told()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stop.set()
        await super().shutdown(sockets)


def _protocol(limits: Limits) -> type[H11Protocol]:
    """Return uvicorn's protocol with two limits more: connections of a client, and time for a request's head.

    An application finds `abort` in its state: it ends the connection, whatever waits to be sent.
    """
    open_connections: Counter[str] = Counter()

    class Protocol(H11Protocol):
        _head_due: asyncio.TimerHandle | None = None
        _address = ""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._address = self.client[0] if self.client else "unknown"
            open_connections[self._address] += 1
            self.app_state = {**self.app_state, "abort": transport.abort}
            if open_connections[self._address] > limits.connections_per_client:
                transport.abort()
                return
            self._head_due = self.loop.call_later(limits.body_timeout, transport.abort)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            open_connections[self._address] -= 1
            if not open_connections[self._address]:
                del open_connections[self._address]
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before:  # a head is complete
                self._stop_waiting()
            elif (before is None or before.response_complete) and self._head_due is None:
                self._head_due = self.loop.call_later(limits.body_timeout, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._head_due is not None:
                self._head_due.cancel()
                self._head_due = None

    return Protocol
