"""Answers over HTTP: from a query to its first hit, by one reader after the other, beside readers that stall, at once.

Who asks at once are connections of a process of its own: it asks for all answers before it looks at the first.
"""

from __future__ import annotations

import asyncio
import re
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import numpy

from benchmarks.harness import Row
from maif.query.client import stream_query
from maif.query.encoding import Searchable
from maif.semantic import HashingEmbedder, Hit, SearchIndex, default_embedder
from maif.semantic.parts import Document
from maif.serve import Limits, Server

DOCUMENTS, QUERIES, STALLED, AT_ONCE = 100_000, 300, 50, 200
WORD = re.compile(r"[A-Za-z]{2,}")
LIMITS = Limits(requests_per_second=100_000, streams_per_client=1000, send_timeout=60)


class Known:
    """An index that knows its hit: what is left is HTTP."""

    def search(self, query: str, k: int) -> list[Hit]:
        return [Hit("1", 1.0, "a text", "a file")]


@contextmanager
def serving(index: Searchable) -> Iterator[str]:
    server = Server(index, port=0, limits=LIMITS)
    started = threading.Event()
    thread = threading.Thread(target=server.run, args=(started.set,))
    thread.start()
    started.wait()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()


@contextmanager
def stalling(url: str, count: int) -> Iterator[None]:
    """Keep connections open that ask for much, and read nothing."""
    host, port = url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        for _ in range(count):
            sock = stack.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect((host, int(port)))
            sock.sendall(b"GET /stream/query?query=stream&top_k=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        yield


def first_hits(url: str, questions: list[str]) -> list[float]:
    """Return the seconds from each query to its first hit, over one connection that stays open."""
    taken = []
    with httpx.Client() as client:
        for question in questions:
            start = time.perf_counter()
            with closing(stream_query(url, question, 10, client=client)) as hits:
                next(hits, None)
                taken.append(time.perf_counter() - start)
                for _ in hits:
                    pass
    return taken


def first_hits_at_once(url: str, questions: list[str]) -> list[float]:
    """Return the seconds from each of many queries, asked in the same moment, to its first hit."""
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        return apart.submit(_asked_at_once, url, list(islice(cycle(questions), AT_ONCE))).result()


def _asked_at_once(url: str, questions: list[str]) -> list[float]:
    return asyncio.run(_gathered(url, questions))


async def _gathered(url: str, questions: list[str]) -> list[float]:
    """Connect all, ask all, and wait for all."""
    address = urlsplit(url)
    connections = [await asyncio.open_connection(address.hostname, address.port) for _ in questions]
    start = time.perf_counter()

    async def seconds(reader: asyncio.StreamReader) -> float:
        await reader.readuntil(b"event: hit")
        return time.perf_counter() - start

    for (_, writer), question in zip(connections, questions, strict=True):
        asked = f"GET /stream/query?query={quote(question)}&top_k=10 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        writer.write(asked.encode())
    taken = await asyncio.gather(*(seconds(reader) for reader, _ in connections))
    for _, writer in connections:
        writer.close()
    return taken


def row(work: str, taken: list[float], peer: str = "", reach: str = "") -> Row:
    centiles = statistics.quantiles(taken, n=100)
    return Row(work, f"p50 {centiles[49] * 1000:.1f} ms, p99 {centiles[98] * 1000:.1f} ms", peer, None, reach)


def lines() -> Iterator[str]:
    """Yield lines of five words or more from the source of the installed packages, each once."""
    seen: set[str] = set()
    for path in sorted(Path(numpy.__file__).parents[1].rglob("*.py")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            text = line.strip()
            if len(WORD.findall(text)) >= 5 and text not in seen:
                seen.add(text)
                yield text


def rows() -> Iterator[Row]:
    texts = list(islice(lines(), DOCUMENTS))
    questions = [" ".join(WORD.findall(text)[:5]) for text in texts[:: len(texts) // QUERIES]][:QUERIES]
    with serving(Known()) as url:
        first_hits(url, questions[:20])
        yield row("query to first hit, HTTP alone", first_hits(url, questions))
        yield row(f"… {AT_ONCE} readers at once", first_hits_at_once(url, questions))
    for embedder in (HashingEmbedder(), default_embedder()):
        index = SearchIndex(embedder)
        index.add_many(Document(str(number), text) for number, text in enumerate(texts))
        with serving(index) as url:
            first_hits(url, questions[:20])
            over_http = first_hits(url, questions)
            taken = [index_seconds(index, question) for question in questions]
            name = f"query to first hit, {len(texts):,} documents, {embedder.name}"
            alone = f"the index alone: p50 {statistics.median(taken) * 1000:.1f} ms"
            yield row(name, over_http, alone, "< 50 ms, reach for < 10")
            with stalling(url, STALLED):
                yield row(f"… while {STALLED} readers stall", first_hits(url, questions), reach="< 50 ms")
            one_by_one = f"{AT_ONCE} searches one after the other: {sum(taken) / len(taken) * AT_ONCE * 1000:.0f} ms"
            yield row(f"… {AT_ONCE} readers at once", first_hits_at_once(url, questions), one_by_one)


def index_seconds(index: SearchIndex, question: str) -> float:
    start = time.perf_counter()
    index.search(question, 10)
    return time.perf_counter() - start
