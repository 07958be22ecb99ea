"""What stands before every request: who asks, how often, how much, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers

from maif.query.client import checked_token
from maif.serve.limits import Clients, Limits

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from maif.serve.metrics import ServerMetrics

COOKIE = "maif_session"
OPEN_PATHS = ("/", "/health", "/ready", "/session", "/page.css", "/page.js")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Token:
    """A secret that clients must know; compared in constant time.

    Raises `InvalidTypeError` or `InvalidArgumentError` for one that no header can bear.
    """

    def __init__(self, token: str) -> None:
        self._token = checked_token(token).encode()
        self.session = hmac.new(self._token, b"maif serve session", hashlib.sha256).hexdigest()
        """What a browser keeps in its cookie: it opens this server, and does not tell the token."""

    def opens(self, token: str) -> bool:
        """Say whether this is the token."""
        return hmac.compare_digest(self._token, token.encode(errors="replace"))

    def known_to(self, headers: Headers) -> bool:
        """Say whether a request bears the token, or the cookie of a session."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.opens(token.strip())
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return morsel is not None and hmac.compare_digest(self.session.encode(), morsel.value.encode())


class Guard:
    """The outermost part of the application: refuses what is not to be answered, and adds headers to what is."""

    def __init__(
        self,
        app: ASGIApp,
        limits: Limits,
        clients: Clients,
        metrics: ServerMetrics,
        token: Token | None,
        hosts: Collection[str] | None,
    ) -> None:
        self._app, self._limits, self._clients, self._metrics = app, limits, clients, metrics
        self._token, self._hosts = token, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message.get("headers", [])}
                more = [(k.encode(), v.encode()) for k, v in SECURITY.items() if k.encode() not in given]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        headers = Headers(scope=scope)
        if refusal := self._refusal(scope, headers):
            await self._refuse(send_with_headers, *refusal)
            return
        body = b""
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            try:
                body = await self._body(headers, receive)
            except _RefusedError as refused:
                await self._refuse(send_with_headers, *refused.args)
                return
        await self._app(scope, _replaying(body, receive), send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        client = client_of(scope)
        if self._hosts is not None and _name_of(headers.get("host", "")) not in self._hosts:
            return 421, "this server answers to no such name: use its address"
        if not self._clients.may_ask(client):
            return 429, "too many requests: wait a second, and ask again"
        if self._token is not None and scope["path"] not in OPEN_PATHS and not self._token.known_to(headers):
            return 401, "this server wants its token: send it as the header Authorization: Bearer …"
        return None

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        most = self._limits.max_body_size
        announced = headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > most:
            raise _RefusedError(413, f"a request has at most {most:,} bytes")
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_timeout):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _RefusedError(400, "the client left")
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise _RefusedError(413, f"a request has at most {most:,} bytes")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise _RefusedError(408, "the request took too long to come") from None

    async def _refuse(self, send: Send, status: int, why: str) -> None:
        self._metrics.refused.labels(str(status)).inc()
        body = json.dumps({"detail": why}).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store"}
        if status in (408, 413, 429):
            headers["connection"] = "close"
        if status == 429:
            headers["retry-after"] = "1"
        if status == 401:
            headers["www-authenticate"] = "Bearer"
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        await send({"type": "http.response.body", "body": body, "more_body": False})


class _RefusedError(Exception):
    """A request that is not to be answered: status, and why."""


def client_of(scope: Any) -> str:
    """Return the address that a request comes from."""
    client = scope.get("client")
    return client[0] if client else "unknown"


def _name_of(host: str) -> str:
    """Return a Host header without its port.

    >>> _name_of("localhost:8000"), _name_of("[::1]:8000"), _name_of("127.0.0.1")
    ('localhost', '[::1]', '127.0.0.1')
    """
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0].lower()


def _replaying(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body that has been read, and then what comes."""
    read = False

    async def replay() -> Message:
        nonlocal read
        if not read:
            read = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay
