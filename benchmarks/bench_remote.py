"""Files far away against plain downloads of the same ranges, and what is asked of the store.

The store is a web server on this machine, a process of its own, which hands out ranges of a file: nothing is waited for
but the work of both sides, so that what checking the blocks costs is seen. A network adds its round trip to each
request.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import requests

from benchmarks.harness import Row, compare
from maif.block_storage import BlockStorage
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.units import format_size
from maif.verification import verify_file

STEP = 8 << 20
SMALL, SMALL_COUNT = 500, 1_000_000
LARGE, LARGE_COUNT = 1 << 20, 256


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="maif-bench-") as name:
        small, large = Path(name, "small.maif"), Path(name, "large.maif")
        key = write(small, os.urandom(SMALL), SMALL_COUNT)
        write(large, os.urandom(LARGE), LARGE_COUNT)
        with serving(name) as root:
            yield from scans(f"{root}/large.maif", large.stat().st_size)
            yield from questions(root, key)


def scans(url: str, size: int) -> Iterator[Row]:
    def scan() -> None:
        with BlockStorage(url) as storage:
            assert sum(len(block.view) for block in storage) == LARGE * LARGE_COUNT

    def download() -> None:
        with requests.Session() as session:
            for start in range(0, size, STEP):
                end = min(start + STEP, size)
                data = session.get(url, headers={"Range": f"bytes={start}-{end - 1}"}, timeout=60).content
                assert len(data) == end - start

    def download_with_fsspec() -> None:
        system = fsspec.filesystem("http")
        for start in range(0, size, STEP):
            assert system.cat_file(url, start=start, end=min(start + STEP, size))

    work = f"scan {LARGE_COUNT} blocks of 1 MiB, each checked"
    speed = partial(compare, work, scan, items=size / 1e6, unit=" MB/s", reach="≥ 0.8 ×")
    yield speed(download, name="requests, ranges of 8 MiB")
    yield speed(download_with_fsspec, name="fsspec's cat_file")


def questions(root: str, key: str) -> Iterator[Row]:
    """Yield what is asked of the store: requests, and bytes."""
    url = f"{root}/small.maif"
    number = SMALL_COUNT // 2
    asked = asking(root)

    def block_with_fsspec() -> None:
        with fsspec.open(url) as file:
            for offset, size in ((0, 444), (-24 * number - 48, 24), (number * (SMALL + 374), SMALL + 374)):
                file.seek(offset, 2 if offset < 0 else 0)
                file.read(size)

    def block_by_number() -> None:
        with BlockStorage(url) as storage:
            assert len(storage[number].view) == SMALL

    with BlockStorage(url) as storage:
        block_id = storage[number].block_id

        def ten_more() -> None:
            assert all(len(storage[each].view) == SMALL for each in range(0, SMALL_COUNT, SMALL_COUNT // 10))

        yield Row(f"open a file of {SMALL_COUNT:,} blocks of 500 B", asked(lambda: BlockStorage(url).close()), "")
        yield Row("open it, and read one block", asked(block_by_number), f"fs.open {asked(block_with_fsspec)}")
        yield Row("ten blocks more", asked(ten_more), "")
        yield Row("a block by its id", asked(lambda: storage.get_block(block_id)), "")
    yield Row("scan it", asked(lambda: [None for _ in BlockStorage(url)]), f"the file {format_size(size_of(url))}")
    yield Row("verify it", asked(lambda: verify_file(url, key)), "")
    yield Row("read all of it twice with `trusted_key`", asked(lambda: read_twice(url, key)), "")


def read_twice(url: str, key: str) -> None:
    with MAIFStreamReader(url, trusted_key=key) as reader:
        for _ in range(2):
            assert sum(1 for _ in reader) == SMALL_COUNT


def write(path: Path, data: bytes, count: int) -> str:
    with MAIFStreamWriter(path) as writer:
        for _ in range(count):
            writer.write_binary_chunk(data)
    return writer.public_key


def size_of(url: str) -> int:
    return int(requests.head(url, timeout=60).headers["Content-Length"])


def asking(root: str) -> Callable[[Callable[[], object]], str]:
    """Return a function that makes a call, and returns what it asked of the server."""

    def so_far() -> tuple[int, int]:
        asked, size = requests.get(f"{root}/asked", timeout=60).text.split()
        return int(asked), int(size)

    def asked(call: Callable[[], object]) -> str:
        before = so_far()
        call()
        after = so_far()
        return f"{after[0] - before[0]} requests, {format_size(after[1] - before[1])}"

    return asked


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """Serve a folder in another process; yield the URL of it."""
    command = [sys.executable, "-m", "benchmarks.bench_remote", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


class Ranges(BaseHTTPRequestHandler):
    """Hands out files of the working folder, and ranges of them, with `sendfile`; `/asked` tells what was asked."""

    protocol_version = "HTTP/1.1"
    requests = size = 0

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self.path == "/asked":
            self._answer(200, f"{Ranges.requests} {Ranges.size}".encode())
            return
        with open(self.path.lstrip("/"), "rb") as file:
            total = os.fstat(file.fileno()).st_size
            match = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            start, end = (int(match[1]), int(match[2]) + 1) if match else (0, total)
            Ranges.requests += 1
            self._head(206 if match else 200, end - start, f"bytes {start}-{end - 1}/{total}")
            if self.command == "GET":
                Ranges.size += end - start
                while start < end:
                    start += os.sendfile(self.connection.fileno(), file.fileno(), start, end - start)

    def _answer(self, status: int, body: bytes) -> None:
        self._head(status, len(body), "")
        self.wfile.write(body)

    def _head(self, status: int, size: int, extent: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(size))
        self.send_header("ETag", '"one"')
        if status == 206:
            self.send_header("Content-Range", extent)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), Ranges) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
