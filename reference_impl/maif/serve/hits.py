"""Hits on their way out of an index: one by one, as it finds them, and as they are sent."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

from maif.arguments import is_async
from maif.parallel.daemon_threads import DaemonThreads
from maif.sources import closing_async_source

if TYPE_CHECKING:
    from maif.query import Searchable
    from maif.semantic import Hit

TURN = 0.002  # seconds that an index may be ahead of its reader


def as_json(hit: Hit, max_text_length: int) -> dict[str, Any]:
    """Return a hit as it is sent; of a longer text its beginning, with `truncated`."""
    text, block = str(hit.text), hit.block
    score = float(hit.score)
    sent: dict[str, Any] = {
        "id": str(hit.id),
        "score": score if math.isfinite(score) else None,
        "text": text[:max_text_length],
        "source": str(hit.source),
    }
    if len(text) > max_text_length:
        sent["truncated"] = True
    if block is not None:
        sent["block"] = {"id": block.block_id, "index": block.index, "type": block.type_name, "time": block.timestamp}
    return sent


async def found(index: Searchable, text: str, k: int, threads: DaemonThreads) -> AsyncGenerator[list[Hit]]:
    """Yield hits as an index finds them: those that it returns together, or one by one as an iterator gives them."""
    if is_async(index.search):
        hits = await index.search(text, k)
    else:
        hits = await threads.call(lambda ask: ask(text, k), index.search)
    if isinstance(hits, list | tuple):
        yield list(hits[:k])
    elif isinstance(hits, AsyncIterable):
        async with closing_async_source(aiter(hits)) as source:
            async for hit in source:
                yield [hit]
    else:
        async with aclosing(_drawn(iter(hits), threads)) as drawn:
            async for some in drawn:
                yield some


async def _drawn(iterator: Iterator[Hit], threads: DaemonThreads) -> AsyncGenerator[list[Hit]]:
    """Yield what an iterator gives, each as soon as it does; a thread draws for a while, and again when asked."""
    loop = asyncio.get_running_loop()
    drawn: asyncio.Queue[Hit | None] = asyncio.Queue()

    def give(hit: Hit) -> None:
        loop.call_soon_threadsafe(drawn.put_nowait, hit)

    turn: asyncio.Future[bool] | None = None
    try:
        more = True
        while more:
            turn = asyncio.ensure_future(threads.call(lambda source: _draw(source, give), iterator))
            turn.add_done_callback(lambda _: drawn.put_nowait(None))
            while (hit := await drawn.get()) is not None:
                some = [hit]
                while not drawn.empty() and (hit := drawn.get_nowait()) is not None:
                    some.append(hit)
                yield some
                if hit is None:
                    break
            more = turn.result()
    finally:
        if turn is not None:
            turn.cancel()
        if close := getattr(iterator, "close", None):
            with suppress(ValueError):  # a thread is still in it
                close()


def _draw(iterator: Iterator[Hit], give: Callable[[Hit], object]) -> bool:
    """Give hits for about `TURN` seconds; return whether there may be more."""
    end = time.perf_counter() + TURN
    for hit in iterator:
        give(hit)
        if time.perf_counter() > end:
            return True
    return False
