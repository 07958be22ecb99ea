"""Two hundred readers, a quarter of whom stall and a quarter of whom leave: the others are served in flat memory."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from maif.query.event_stream import EventStreamParser
from serving import eventually, free_port, until_it_listens

READERS, HITS, ROUNDS = 200, 400, 3
REQUEST = f"GET /stream/query?query=x&top_k={HITS} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
PROGRAM = """
import sys, threading
sys.path.insert(0, {tests!r})
from maif.serve import Limits, Server
from serving import Trickle, numbered
class Long(Trickle):
    def search(self, query, k):
        wait = threading.Event().wait
        for hit in numbered(k, lambda number: "x" * 2000):
            if hit.id[-1] == "0":
                wait(0.001)
            yield hit
limits = Limits(heartbeat=0.5, send_timeout=1, resume_for=0.5, requests_per_second=10_000, streams_per_client=1000,
                connections_per_client=1000, ring_size=100)
Server(Long(), port=int(sys.argv[1]), limits=limits).run()
"""


@contextmanager
def server(port: int) -> Iterator[int]:
    program = PROGRAM.format(tests=str(Path(__file__).parents[1]))
    with subprocess.Popen([sys.executable, "-c", program, str(port)], stderr=subprocess.PIPE, text=True) as process:
        try:
            until_it_listens(port)
            yield process.pid
        finally:
            process.terminate()
            assert process.stderr is not None
            said = process.stderr.read()
            assert said == ""


async def read(port: int, most: int) -> int:
    """Read hits, at most so many; return how many came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(REQUEST)
    try:
        await reader.readuntil(b"\r\n\r\n")
        parser, hits = EventStreamParser(), 0
        while hits < most and (chunk := await reader.read(65536)):
            events = parser.feed(chunk)
            hits += sum(event.type == "hit" for event in events)
            if any(event.type == "done" for event in events):
                break
        return hits
    finally:
        writer.close()


@contextmanager
def stalling(port: int, count: int) -> Iterator[None]:
    """Keep so many connections open that ask, and never read."""
    with ExitStack() as stack:
        for _ in range(count):
            sock = stack.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(("127.0.0.1", port))
            sock.sendall(REQUEST)
        yield


def figure(port: int, name: str) -> float:
    text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    return float(next(line.split(" ")[1] for line in text.splitlines() if line.startswith(f"maif_serve_{name} ")))


async def readers(port: int, chance: random.Random) -> list[int]:
    """Read as those do who leave at random, then as those who stay; return how many hits these got."""
    leave = (read(port, chance.randrange(1, HITS)) for _ in range(READERS // 4))
    stay = (read(port, HITS + 1) for _ in range(READERS // 2))
    return (await asyncio.gather(*leave, *stay))[READERS // 4 :]


@pytest.mark.faults
def test_who_stalls_or_leaves_costs_the_others_nothing() -> None:
    port, chance = free_port(), random.Random(13)
    with server(port) as process:
        used = []
        for number in range(1, ROUNDS + 1):
            with stalling(port, READERS // 4):
                assert asyncio.run(readers(port, chance)) == [HITS] * (READERS // 2)
                eventually(lambda cut_off=number * READERS // 4: figure(port, "cut_off_total") == cut_off)
            used.append(resident(process))
        eventually(lambda: figure(port, "streams") == 0)
        assert max(used[1:]) < used[0] * 1.15 + (8 << 20), used


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
