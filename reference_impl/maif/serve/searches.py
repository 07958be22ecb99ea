"""Searches on their way: each makes its events when somebody reads, and keeps the last of them to be read again."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from maif.errors import MAIFError
from maif.futures import wait_for_end
from maif.parallel.daemon_threads import DaemonThreads
from maif.query.event_stream import format_event
from maif.serve.hits import as_json, found
from maif.serve.limits import Limits

if TYPE_CHECKING:
    from maif.query import Searchable
    from maif.serve.metrics import ServerMetrics

_EVENT_ID = re.compile(r"([0-9a-f]{32})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Question:
    """What is searched for, and how many hits are wanted."""

    text: str
    top_k: int


class Searches:
    """All searches of a server: those that are read, and for a while those that were.

    A reader that comes back with the id of the last event it has seen gets what follows. The search itself goes on only
    while somebody reads: with nobody it stands still, and after `resume_for` it is forgotten.
    """

    def __init__(self, index: Searchable, limits: Limits, metrics: ServerMetrics) -> None:
        self._index, self._limits, self._metrics = index, limits, metrics
        self._threads = DaemonThreads(limits.searches_at_a_time)
        self._kept: OrderedDict[str, Search] = OrderedDict()

    def __len__(self) -> int:
        """Return how many searches are kept."""
        return len(self._kept)

    def begin(self, question: Question, last_event_id: str = "") -> AsyncGenerator[bytes] | None:
        """Return the events that answer a question, after the last one that was seen; None if that was the end."""
        seen = _EVENT_ID.fullmatch(last_event_id.strip())
        search, after = self._kept.get(seen[1]) if seen else None, int(seen[2]) if seen else 0
        if search is not None and search.question == question and search.has(after + 1):
            self._metrics.resumed.inc()
            if search.ended and after >= search.last_number:
                return None
            self._expect_reader(search)
            return self._read(search, after)
        first = b""
        search = self._new(question)
        if last_event_id:
            self._metrics.reset.inc()
            first = format_event(
                json.dumps({"query_id": search.id, "reason": "what was seen before is gone: all hits come anew"}),
                event_type="reset",
            )
        return self._read(search, 0, first)

    def _new(self, question: Question) -> Search:
        for key in [key for key, search in self._kept.items() if search.left]:
            if len(self._kept) < self._limits.searches_kept:
                break
            self._forget(key)
        search = Search(question, self._index, self._threads, self._limits, self._metrics)
        self._kept[search.id] = search
        self._expect_reader(search)
        return search

    def _expect_reader(self, search: Search) -> None:
        """Keep a search for a reader yet to come: the head of the answer is taken in `send_timeout`, or never."""
        search.left = False
        if not search.readers:
            self._forget_later(search, self._limits.send_timeout + self._limits.resume_for)

    def _forget_later(self, search: Search, seconds: float) -> None:
        if search.forgetting:
            search.forgetting.cancel()
        search.forgetting = asyncio.get_running_loop().call_later(seconds, self._forget, search.id)

    async def _read(self, search: Search, after: int, first: bytes = b"") -> AsyncGenerator[bytes]:
        search.readers += 1
        if search.forgetting:
            search.forgetting.cancel()
        try:
            yield first + format_event(None, retry=self._limits.retry)
            async with aclosing(search.events(after)) as events:
                async for event in events:
                    yield event
        finally:
            search.readers -= 1
            if not search.readers:
                search.left = True
                self._forget_later(search, self._limits.resume_for)

    def _forget(self, key: str) -> None:
        if search := self._kept.pop(key, None):
            search.cancel()

    async def close(self) -> None:
        """End everything."""
        tasks = [search.cancel() for search in self._kept.values()]
        self._kept.clear()
        self._threads.close()
        await wait_for_end([task for task in tasks if task is not None])


class Search:
    """One search: its hits, drawn from the index as they are read, and the ring of its last events."""

    def __init__(
        self,
        question: Question,
        index: Searchable,
        threads: DaemonThreads,
        limits: Limits,
        metrics: ServerMetrics,
    ) -> None:
        self.id = secrets.token_hex(16)
        self.question = question
        self.readers = 0
        self.left = False  # by all who read it
        self.forgetting: asyncio.TimerHandle | None = None
        self.ended = self.cancelled = False
        self.last_number = 0
        self._limits, self._metrics = limits, metrics
        self._ring: deque[bytes] = deque(maxlen=limits.ring_size)  # the last one has `last_number`
        self._hits = found(index, question.text, question.top_k, threads)
        self._count = 0
        self._started = time.perf_counter()
        self._step: asyncio.Task[None] | None = None
        metrics.searches.inc()

    def has(self, number: int) -> bool:
        """Say whether all events from a number on can be had; also for the number that comes next."""
        return self.last_number - len(self._ring) < number <= self.last_number + 1

    async def events(self, after: int) -> AsyncGenerator[bytes]:
        """Yield all events after a number, those that are there together; several readers share the work."""
        while True:
            if self.cancelled or not self.has(after + 1):
                return  # forgotten, or too slow: what follows has been pushed out; whoever comes back is told
            if self.last_number > after:
                new = b"".join(islice(self._ring, len(self._ring) - (self.last_number - after), None))
                after = self.last_number
                yield new
            elif self.ended:
                return
            else:
                if self._step is None or self._step.done():
                    self._step = asyncio.create_task(self._advance())
                await asyncio.shield(self._step)  # a hit that comes when its reader has gone is kept for the next

    def cancel(self) -> asyncio.Task[None] | None:
        """End the search, wherever it is; to who still reads it, it does not say that it is done."""
        self.cancelled = True
        if self.forgetting:
            self.forgetting.cancel()
        if self._step is None or self._step.done():
            self._step = None if self.ended else asyncio.get_running_loop().create_task(self._hits.aclose())
        else:
            self._step.cancel()
        return self._step

    async def _advance(self) -> None:
        try:
            async with asyncio.timeout(self._limits.search_timeout) as limit:
                hits = await anext(self._hits)
        except StopAsyncIteration:
            self._end("done", {"hits": self._count, "seconds": self._seconds()})
        except Exception as error:
            self._metrics.failed.inc()
            late = isinstance(error, TimeoutError) and limit.expired()
            self._end("error", {"message": _told(error, f"{self._limits.search_timeout:g} s" if late else "")})
            await self._hits.aclose()
        else:
            if hits and not self._count:
                self._metrics.first_hit.observe(self._seconds())
            for hit in hits:
                self._count += 1
                self._metrics.hits.inc()
                self._add("hit", as_json(hit, self._limits.max_text_length) | {"seconds": self._seconds()})
            if self._count >= self.question.top_k:
                await self._hits.aclose()

    def _seconds(self) -> float:
        return round(time.perf_counter() - self._started, 6)

    def _end(self, kind: str, data: dict[str, Any]) -> None:
        self._add(kind, data)
        self.ended = True

    def _add(self, kind: str, data: dict[str, Any]) -> None:
        number = self.last_number + 1
        text = json.dumps({"sequence_number": number, **data}, ensure_ascii=True, allow_nan=False)
        self._ring.append(format_event(text, event_type=kind, event_id=f"{self.id}-{number}"))
        self.last_number = number


def _told(error: Exception, limit: str) -> str:
    """Return what a client is told: of errors that others raise no more than their kind."""
    if limit:
        return f"the search took longer than {limit}"
    return str(error) if isinstance(error, MAIFError) else f"the search failed: {type(error).__name__}"
