"""Milestone 04: a folder tree streams into one file, and somebody looks into the file without reading it."""

from __future__ import annotations

import sysconfig
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from maif.block_storage import BlockStorage
from maif.chunks import iter_lines
from maif.file.format import walk
from maif.streaming import MAIFStreamWriter

MOST_FILES = 1000
ROOM = 30  # columns of the picture


def default_input() -> Path:
    """Return Python's own standard library."""
    return Path(sysconfig.get_path("stdlib"))


def run(folder: Path, console: Console) -> None:
    """Write the folder's Python files into a MAIF file, a block each; then look at some of them by their numbers."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch, "archive.maif")
        paths = sorted(folder.rglob("*.py"))[:MOST_FILES]
        sum(_written(paths[:1], target))  # what is imported for it is not counted
        tracemalloc.start()
        lines = sum(_written(paths, target))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        size = target.stat().st_size
        console.print(f"{lines:,} lines of {folder} are in one file of {size:,} bytes; {held:,} were held at most.")
        console.print(_looked_into(target, size))
        with BlockStorage(target) as storage:
            view = memoryview(target.read_bytes())[444 : storage.blocks_end]
        console.print(f"Walking over it finds {sum(1 for _ in walk(view)):,} blocks, as its index says.")


def _written(paths: list[Path], target: Path) -> Iterator[int]:
    """Write one file after the other, line by line; yield how many lines each has."""
    with MAIFStreamWriter(target, agent_id="milestone", buffer_size="256KB") as writer:
        for path in paths:
            count, text = 0, []
            for line in iter_lines(path, encoding=None):
                count += 1
                text.append(line)
            writer.write_binary_chunk(b"\n".join(text), {"name": path.name, "lines": count})
            yield count


def _looked_into(target: Path, size: int) -> Table:
    """Look at some blocks by their numbers: each costs an entry of the index and the block itself."""
    table = Table("block", "file", "lines", "where in the archive")
    with BlockStorage(target) as storage:
        offsets = storage.offsets()
        for number in range(0, len(storage), max(1, len(storage) // 8)):
            block = storage[number]
            at = int(offsets[number]) * ROOM // size
            wide = max(1, block.header.size * ROOM // size)
            picture = "." * at + "#" * wide + "." * (ROOM - at - wide)
            table.add_row(str(number), block.metadata["name"], f"{block.metadata['lines']:,}", picture)
    return table
