"""The second act: documents come live from another process, are indexed as they come, and survive that it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from maif.clock import Clock
from maif.errors import UnfinishedFileError
from maif.file.block import Block
from maif.recovery import recover
from maif.semantic import SearchIndex
from maif.tour.documents import SourceParser, source_files
from maif.tour.measuring import Phase
from maif.tour.writing import having_text

FILES = 40  # that the documents come from
LOOK_EVERY = 20  # documents, after which the question is asked again


@dataclass(slots=True)
class Live:
    """How it went: documents that came, when the question was answered, and what the kill left.

    `found_after` counts documents, and is None where nothing was looked for or it did not come; `seconds` are those
    from the start until it was found. `kept` counts the whole blocks of the writer that was killed.
    """

    output: Path
    documents: int = 0
    found_after: int | None = None
    found_seconds: float = 0.0
    kept: int = 0
    recovered: bool = False


def stream_live(
    root: Path, output: Path, index: SearchIndex, query: str, wanted: Block | None, phase: Phase, clock: Clock
) -> Live:
    """Let another process write documents, index them as they come, kill it half way, and let a new one go on.

    `wanted` is the block of the document that answers `query` best: it is among those that come.
    """
    paths = chosen_files(root, wanted)
    expected = count_documents(root, paths)
    key, live, started = os.urandom(32), Live(output), clock.monotonic()
    output.unlink(missing_ok=True)
    half = max(1, expected // 2)
    with feeding(root, output, paths, key, stop_at=half) as writer, suppress(UnfinishedFileError):
        for block in index.follow(output):
            _count(block, live, phase)
            if live.found_after is None and live.documents % LOOK_EVERY == 0 and _finds(index, query, wanted):
                live.found_after, live.found_seconds = live.documents, clock.monotonic() - started
            if live.documents == half:
                writer.kill()
    report = recover(output, private_key=key)
    live.kept, live.recovered = report.blocks, report.changed
    seen = live.documents
    with feeding(root, output, paths, key, stop_at=-1):
        for block in index.follow(output):
            if block.index >= seen:
                _count(block, live, phase)
    return live


def chosen_files(root: Path, wanted: Block | None) -> list[Path]:
    """Return some of the source files, evenly spread, and among them the one that holds what is looked for."""
    paths = list(source_files(root))
    chosen = set(paths[:: max(1, len(paths) // FILES)])
    if wanted is not None:
        chosen.add(root / str(wanted.metadata["path"]))
    return [path for path in paths if path in chosen]


def count_documents(root: Path, paths: Sequence[Path]) -> int:
    """Return how many documents some files hold."""
    parser = SourceParser(root)
    return sum(having_text(document) is not None for path in paths for document in parser.parse(path))


@contextmanager
def feeding(
    root: Path, output: Path, paths: Sequence[Path], key: bytes, *, stop_at: int
) -> Iterator[subprocess.Popen[str]]:
    """Run the process that writes, once its file is there; it ends with the block, whatever happens."""
    command = [sys.executable, "-m", "maif.tour.feed", str(root), str(output), str(stop_at), *map(str, paths)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{key.hex()}\n")
            process.stdin.flush()
            process.stdout.readline()
            yield process
        finally:
            process.kill()


def _count(block: Block, live: Live, phase: Phase) -> None:
    live.documents += 1
    phase.count(len(block.view))


def _finds(index: SearchIndex, query: str, wanted: Block | None) -> bool:
    """Say whether the document that is looked for comes first, of those that came live so far."""
    if wanted is None:
        return False
    first = next(iter(index.search(query, 1)), None)
    return first is not None and first.block is not None and first.block.metadata["name"] == wanted.metadata["name"]
