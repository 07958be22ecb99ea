"""Milestone 13: a folder tree is walked concurrently, with progress, retries, and files that are skipped."""

from __future__ import annotations

import ast
import asyncio
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from maif.pipeline import single_task
from maif.pipeline.tasks import SingleTask

MOST_FILES = 150
IN_FLIGHT = 8


class Found(NamedTuple):
    """What a file of Python defines."""

    path: Path
    lines: int
    functions: int
    classes: int


class Reader:
    """Reads files from a shelf that shakes: every fifth file takes a second attempt."""

    def __init__(self) -> None:
        self.attempts: Counter[Path] = Counter()

    def read(self, path: Path) -> tuple[Path, str]:
        """Return a file's text; the first attempt at every fifth file fails."""
        self.attempts[path] += 1
        if sum(map(ord, path.name)) % 5 == 0 and self.attempts[path] == 1:
            raise ConnectionError(f"{path.name}: the shelf shakes")
        return path, path.read_text(encoding="utf-8")

    def count(self, read: tuple[Path, str]) -> Found:
        """Count what a file defines; a file that is no Python of today raises `SyntaxError`."""
        path, text = read
        nodes = Counter(type(node).__name__ for node in ast.walk(ast.parse(text)))
        return Found(
            path,
            text.count("\n"),
            nodes["FunctionDef"] + nodes["AsyncFunctionDef"],
            nodes["ClassDef"],
        )


def default_input() -> Path:
    """Return Python's own standard library."""
    return Path(sysconfig.get_path("stdlib"))


def run(folder: Path, console: Console) -> None:
    """Count what the tree's files define, eight files at a time; show the ten that define most."""
    reader = Reader()
    read = single_task(reader.read, retry_attempts=3, retry_delay=0, on_error="skip_item", concurrency_limit=IN_FLIGHT)
    count = SingleTask(reader.count, on_error="skip_item", flatten=False)
    paths = list(_files(folder))

    async def counted() -> list[Found]:
        stream = (read | count).as_completed(paths)
        results = stream.with_progress("reading", total=len(paths), console=console)
        return [found async for found in results]

    found = asyncio.run(counted())
    table = Table("file", "lines", "functions", "classes", "")
    most = sorted(found, key=lambda one: (-one.functions, str(one.path)))[:10]
    for one in most:
        bar = "#" * (16 * one.functions // max(1, most[0].functions))
        name = one.path.relative_to(folder).as_posix()[-36:]
        table.add_row(name, f"{one.lines:,}", str(one.functions), str(one.classes), bar)
    console.print(table)
    again = sum(1 for attempts in reader.attempts.values() if attempts > 1)
    skipped = len(paths) - len(found)
    console.print(f"{len(paths)} files: {len(found)} counted, {again} read in a second attempt, {skipped} skipped.")


def _files(folder: Path) -> Iterator[Path]:
    """Yield Python files, those for tests of the language among them: some are wrong on purpose."""
    tree = sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    yield from tree[:: -(-len(tree) // MOST_FILES) or 1]
