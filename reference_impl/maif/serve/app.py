"""`create_app`: the routes, and what they are made of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping
from contextlib import ExitStack, asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, field_validator
from starlette.datastructures import State

from maif import __version__
from maif.errors import InvalidTypeError
from maif.futures import cancel_all
from maif.query import Searchable
from maif.query.encoding import Search
from maif.serve.description import EVENT_STREAM, LIVE_STREAM, as_page
from maif.serve.guard import COOKIE, Guard, Token, client_of
from maif.serve.limits import Clients, Limits
from maif.serve.live import LiveFeed
from maif.serve.metrics import ServerMetrics
from maif.serve.response import EventStreamResponse
from maif.serve.searches import Question, Searches

if TYPE_CHECKING:
    from maif.realtime import StreamProcessor

PAGE = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
LastEventID = Annotated[str, Header(description="The id of the last event that was seen: the stream goes on there.")]


class AskedQuery(BaseModel):
    """A query, as it is posted."""

    query: Annotated[str, Field(description="The question.")]
    top_k: Annotated[int, Field(ge=1, description="How many hits are wanted.")] = 5

    @field_validator("query")
    @classmethod
    def _says_something(cls, query: str) -> str:
        if not query.strip():
            raise ValueError("a query must have some text")
        if not query.isprintable() and any("\ud800" <= character <= "\udfff" for character in query):
            raise ValueError("a query must be text, without halves of characters")
        return query


def create_app(
    index: Searchable | None,
    *,
    live: StreamProcessor | None = None,
    token: str | None = None,
    limits: Limits | Mapping[str, Any] | None = None,
    hosts: Collection[str] | None = None,
) -> FastAPI:
    """Return an ASGI application that answers queries from an index, and shows a page.

    `index` is a `maif.semantic.SearchIndex`, or anything with `search(query, k)`: what it returns as a list is sent at
    once, what an iterator or async iterator gives is sent hit by hit. None: not loaded yet; set
    `app.state.index` when it is. `live` is a processor that has not been started: the application runs it, and its page
    shows how it goes. With a `token`, clients must know it. `hosts` are the only names that the server answers to.
    `limits` are `Limits`, or a mapping of them. Raises `InvalidTypeError` for what is no index or no processor, and
    what `Limits` and `Token` raise.

    Run it with `maif serve`, `maif.serve.serve`, or any ASGI server; under another uvicorn with
    `--timeout-graceful-shutdown`, since a stream does not end by itself.

    >>> from maif.semantic import SearchIndex
    >>> app = create_app(SearchIndex())
    >>> "/stream/query" in app.openapi()["paths"]
    True
    """
    limits, metrics, stop = Limits.of(limits), ServerMetrics(), asyncio.Event()
    if index is not None:
        Search(index)  # which raises for what is no index
    if live is not None and not hasattr(live, "on_event"):
        raise InvalidTypeError(f"live is a stream processor, not {live!r:.80}")
    feed = None if live is None else LiveFeed(live)
    known = None if token is None else Token(token)
    clients = Clients(limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tasks: list[asyncio.Task[None]] = []
        if live is not None and feed is not None:
            try:
                await live.start()
            except BaseException as error:
                app.state.failed = error  # a server logs it, and tells its caller nothing
                raise
            tasks.append(asyncio.create_task(feed.run()))
        try:
            yield
        finally:
            stop.set()
            await cancel_all(tasks)
            if live is not None:
                await live.stop()
            if app.state.searches is not None:
                await app.state.searches.close()

    app = FastAPI(title="maif serve", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.stop, app.state.searches, app.state.index, app.state.metrics = stop, None, index, metrics
    app.state.failed = None
    app.add_middleware(Guard, limits=limits, clients=clients, metrics=metrics, token=known, hosts=hosts)
    _add_streams(app, _Streams(app.state, limits, clients), feed)
    _add_state(app, live)
    _add_session(app, known)
    for path, (name, kind) in PAGE.items():
        _add_file(app, path, name, kind)
    return app


class _Streams:
    """Opens a stream of events for a request, or says why it cannot be had."""

    def __init__(self, state: State, limits: Limits, clients: Clients) -> None:
        self._state, self._limits, self._clients = state, limits, clients

    def of_hits(self, request: Request, asked: AskedQuery, last_event_id: str) -> Response:
        """Answer a question hit by hit, after the last event that was seen."""
        state, limits = self._state, self._limits
        if state.index is None:
            return _refused(state, 503, "the index is still being loaded: ask again in a moment")
        if asked.top_k > limits.max_top_k:
            return _refused(state, 422, f"top_k: at most {limits.max_top_k:,} hits can be had")
        if len(asked.query) > limits.max_query_length:
            return _refused(state, 422, f"query: at most {limits.max_query_length:,} characters")
        if state.searches is None:
            state.searches = Searches(state.index, limits, state.metrics)
        question = Question(asked.query, asked.top_k)
        return self.of(request, lambda: state.searches.begin(question, last_event_id))

    def of(self, request: Request, begin: Callable[[], AsyncGenerator[bytes] | None]) -> Response:
        """Send events, unless the client has as many streams as it may."""
        state, limits = self._state, self._limits
        with ExitStack() as stack:
            if not stack.enter_context(self._clients.stream(client_of(request.scope))):
                return _refused(state, 429, f"at most {limits.streams_per_client} streams a client may be open")
            events = begin()
            if events is None:
                return Response(status_code=204)  # a browser then does not come back again
            return EventStreamResponse(events, limits, state.stop, state.metrics, stack.pop_all())


def _add_streams(app: FastAPI, streams: _Streams, feed: LiveFeed | None) -> None:
    """Add what answers with events."""

    @app.post("/stream/query", responses=EVENT_STREAM, summary="Search, hit by hit", response_class=Response)
    async def post_query(
        request: Request, asked: Annotated[AskedQuery, Body()], last_event_id: LastEventID = ""
    ) -> Response:
        """Answer a query as a stream of events."""
        return streams.of_hits(request, asked, last_event_id)

    @app.get("/stream/query", responses=EVENT_STREAM, summary="Search, as EventSource asks", response_class=Response)
    async def get_query(
        request: Request, asked: Annotated[AskedQuery, Query()], last_event_id: LastEventID = ""
    ) -> Response:
        """Answer a query as a stream of events."""
        return streams.of_hits(request, asked, last_event_id)

    @app.get("/stream/live", responses=LIVE_STREAM, summary="How a live stream goes", response_class=Response)
    async def get_live(request: Request) -> Response:
        """Send the figures of the running processor, each second, and what happens."""
        return Response(status_code=204) if feed is None else streams.of(request, feed.events)


def _add_state(app: FastAPI, live: StreamProcessor | None) -> None:
    """Add what tells how the server does, and what it can be asked."""

    @app.get("/health", summary="The server runs")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/ready", summary="The index is loaded")
    async def ready() -> Response:
        if app.state.index is None:
            return _refused(app.state, 503, "the index is loading")
        return JSONResponse({"ready": True})

    @app.get("/metrics", summary="Counters, for Prometheus", response_class=Response)
    async def get_metrics() -> Response:
        text = app.state.metrics.as_text() + (live.metrics() if live is not None else "")
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(as_page(app.openapi()), media_type="text/html")

    @app.exception_handler(RequestValidationError)
    async def told(request: Request, error: RequestValidationError) -> JSONResponse:
        return _refused(app.state, 422, "; ".join(map(_sentence, error.errors())))


def _add_session(app: FastAPI, known: Token | None) -> None:
    """Add where the page gives the token once, and gets a cookie for it."""

    @app.post("/session", include_in_schema=False)
    async def open_session(request: Request, given: Annotated[dict[str, str], Body()]) -> Response:
        if known and not known.opens(given.get("token", "")):
            return _refused(app.state, 401, "this is not the token")
        response = Response(status_code=204)
        if known:
            secure = request.url.scheme == "https"
            response.set_cookie(COOKIE, known.session, httponly=True, samesite="strict", secure=secure)
        return response


def _add_file(app: FastAPI, path: str, name: str, kind: str) -> None:
    content = (files("maif.serve") / "page" / name).read_bytes()

    @app.get(path, include_in_schema=False)
    async def file() -> Response:
        return Response(content, media_type=kind, headers={"cache-control": "no-cache"})


def _sentence(problem: Any) -> str:
    """Return what is wrong with an argument, as a sentence.

    >>> _sentence({"loc": ("body", "top_k"), "msg": "Input should be greater than or equal to 1"})
    'top_k: Input should be greater than or equal to 1'
    """
    where = ".".join(str(part) for part in problem["loc"] if part not in ("body", "query", "asked")) or (
        "query" if "query" in problem["loc"][1:] else str(problem["loc"][0])
    )
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def _refused(state: State, status: int, why: str) -> JSONResponse:
    state.metrics.refused.labels(str(status)).inc()
    return JSONResponse({"detail": why}, status, {"retry-after": "1"} if status in (429, 503) else None)
