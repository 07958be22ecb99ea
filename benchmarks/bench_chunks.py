"""Chunks, lines and JSON Lines against the loops that one would write by hand."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.harness import Row, compare, exhaust
from maif.chunks import iter_chunks, iter_jsonl, iter_lines

LINES = 400_000


def reused_chunks(path: Path, size: int) -> None:
    exhaust(iter_chunks(path, size, reuse=True))


def lines(path: Path, encoding: str | None) -> None:
    exhaust(iter_lines(path, encoding))


def readinto_loop(path: Path, size: int) -> None:
    view = memoryview(bytearray(size))
    with open(path, "rb", buffering=0) as file:
        while count := file.readinto(view):
            view[:count]


def read_loop(path: Path, size: int) -> None:
    with open(path, "rb", buffering=0) as file:
        while file.read(size):
            pass


def text_lines(path: Path) -> None:
    with open(path, encoding="utf-8") as file:
        exhaust(file)


def stripped_text_lines(path: Path) -> None:
    with open(path, encoding="utf-8") as file:
        exhaust(line.rstrip("\n") for line in file)


def byte_lines(path: Path) -> None:
    with open(path, "rb") as file:
        exhaust(file)


def loaded_lines(path: Path) -> None:
    with open(path, encoding="utf-8") as file:
        exhaust(json.loads(line) for line in file)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "flights.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"flight": f"UA{n % 2000}", "delay": n % 97 - 12, "carrier": "Ünited"}, ensure_ascii=False)
                + "\n"
                for n in range(LINES)
            )
        megabytes = path.stat().st_size / 1e6
        speed = partial(compare, items=megabytes, unit=" MB/s", rounds=15)
        for size in (64, 1024):
            yield speed(
                f"iter_chunks, {size} KB, reuse",
                partial(reused_chunks, path, size * 1024),
                partial(readinto_loop, path, size * 1024),
                name="readinto loop",
                reach="0.8 ×",
            )
        yield speed(
            "iter_chunks, 64 KB",
            lambda: exhaust(iter_chunks(path, "64KB")),
            lambda: read_loop(path, 65536),
            name="read loop",
            reach="0.8 ×",
        )
        for work, encoding, peer, name in (
            ("iter_lines, text", "utf-8", text_lines, "open(…, encoding)"),
            ("iter_lines, text", "utf-8", stripped_text_lines, "the same, newlines stripped"),
            ("iter_lines, bytes", None, byte_lines, "open(…, 'rb')"),
        ):
            yield compare(
                work,
                partial(lines, path, encoding),
                partial(peer, path),
                name=name,
                items=LINES,
                unit=" lines/s",
                rounds=9,
                reach="0.5 ×",
            )
        yield compare(
            "iter_jsonl",
            lambda: exhaust(iter_jsonl(path)),
            lambda: loaded_lines(path),
            name="json.loads a line",
            items=LINES,
            unit=" lines/s",
            rounds=3,
        )
