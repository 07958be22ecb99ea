"""`EventStreamResponse`: an ASGI response that sends events as they come, to readers that stall, leave, or stay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from maif.futures import wait_for_end
from maif.query.event_stream import format_event
from maif.serve.limits import Limits

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from starlette.types import Receive, Scope, Send

    from maif.serve.metrics import ServerMetrics

HEADERS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no"}
HEARTBEAT = b": heartbeat\n\n"


class EventStreamResponse(Response):
    """Sends the events of a generator, one after the other: the next is made when the last one has been taken.

    So a reader costs what the generator holds, and the buffers of its connection. One that takes nothing for
    `send_timeout` is cut off; one that leaves is noticed at once if it says so, and else at the second heartbeat.
    However the response ends, the generator is closed. `stop` ends it with a last word: when to come back.
    """

    def __init__(
        self,
        events: AsyncGenerator[bytes],
        limits: Limits,
        stop: asyncio.Event,
        metrics: ServerMetrics,
        counted: AbstractContextManager[Any] | None = None,
    ) -> None:
        self.status_code, self.background = 200, None
        self.init_headers(HEADERS)  # not __init__, which would set a length
        self._events, self._limits, self._stop, self._metrics = events, limits, stop, metrics
        self._counted = counted or nullcontext()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything; return when the reader has it, has gone, or has been cut off."""

        async def deliver(message: dict[str, Any]) -> None:
            async with asyncio.timeout(self._limits.send_timeout):
                await send(message)

        gone, stopped = asyncio.ensure_future(_until_gone(receive)), asyncio.ensure_future(self._stop.wait())
        event: asyncio.Future[bytes] | None = None
        with self._counted, self._metrics.open_stream():
            try:
                async with aclosing(self._events) as events:
                    try:
                        await deliver({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                        while not gone.done():
                            event = event or asyncio.ensure_future(anext(events))
                            waits: set[asyncio.Future[Any]] = {event, gone, stopped}
                            await asyncio.wait(
                                waits, timeout=self._limits.heartbeat, return_when=asyncio.FIRST_COMPLETED
                            )
                            try:
                                data = event.result() if event.done() else HEARTBEAT
                            except StopAsyncIteration:
                                break
                            if event.done():
                                event = None
                            elif stopped.done():
                                break
                            await deliver({"type": "http.response.body", "body": data, "more_body": True})
                        last = format_event(None, retry=self._limits.retry) if stopped.done() else b""
                        if not gone.done():
                            await deliver({"type": "http.response.body", "body": last, "more_body": False})
                    finally:
                        await _end(stopped, *([event] if event else []))
            except TimeoutError:
                self._metrics.cut_off.inc()
                if abort := scope.get("state", {}).get("abort"):  # our own server's; others close the connection
                    abort()
                    await gone
            finally:
                self._metrics.gone.inc(gone.done())
                await _end(gone)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _end(*futures: asyncio.Future[Any]) -> None:
    for future in futures:
        future.cancel()
    await wait_for_end(futures)
    for future in futures:
        if not future.cancelled():
            future.exception()  # somebody has looked at it
