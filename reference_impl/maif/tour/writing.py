"""From a folder of Python source to a MAIF file: the stream, from its source to its sink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.file.format import BlockType
from maif.pipeline import Pipeline, batch_task, run_to_end, single_task
from maif.stats import TDigest
from maif.streaming.writer import MAIFStreamWriter
from maif.tour.documents import Document, ParsedFiles, SourceParser, source_files
from maif.tour.measuring import Phase

if TYPE_CHECKING:
    from rich.console import Console

BATCH = 250  # documents


def entries(parser: SourceParser | ParsedFiles) -> Pipeline:
    """Return the stages that make entries of what the parser takes.

    A plain function gains nothing from running side by side with others. One call at a time holds fewest documents.
    """
    stages = single_task(parser.parse) | single_task(having_text) | single_task(as_entry)
    return stages.with_context(max_parallelism=1)


def having_text(document: Document) -> Document | None:
    """Let a document pass if there is anything to read in it: many an `__init__.py` is empty."""
    return document if document.source.strip() else None


class Entry(NamedTuple):
    """A document as it goes into the file: a block's data and metadata."""

    data: bytes
    metadata: dict[str, Any]


def as_entry(document: Document) -> Entry:
    """Return what is written for a document."""
    metadata = {name: value for name, value in document._asdict().items() if name != "source"}
    return Entry(document.source.encode(), metadata)


class StageCount(NamedTuple):
    """How many items came out of a stage."""

    stage: str
    items: int


class Written(NamedTuple):
    """What became of the stream.

    `stages`: how many items came out of each. `skipped`: how many files could not be read, by the name of the error.
    `sizes`: of the documents, in bytes. `public_key`: what the file's signature can be checked with.
    """

    stages: list[StageCount]
    skipped: Counter[str]
    sizes: TDigest
    public_key: str


def write_library(
    root: Path,
    output: Path,
    phase: Phase,
    console: Console | None = None,
    on_batch: Callable[[Phase], object] = lambda phase: None,
) -> Written:
    """Write every document below `root` into a MAIF file, a block each.

    A batch is what the digest of sizes takes in one call, and what `on_batch` is told of. `console` shows a progress
    bar.
    """
    parser, sizes = ParsedFiles(root), TDigest()
    with MAIFStreamWriter(output, agent_id="tour") as writer:

        @batch_task(max_size=BATCH)
        def write(batch: list[Entry]) -> int:
            for entry in batch:
                writer.write_chunk(entry.data, BlockType.TEXT, entry.metadata)
            batch_sizes = [len(entry.data) for entry in batch]
            sizes.update(batch_sizes)
            phase.count(sum(batch_sizes), len(batch))
            on_batch(phase)
            return len(batch)

        stream = (entries(parser) | write)(parser)
        files = sum(1 for _ in source_files(root))
        run_to_end(stream.with_progress("Reading", total=files, console=console))
    stages = [StageCount("source_files", stream.stats["in"])]
    stages += [StageCount(stage["name"], stage["out"]) for stage in stream.stats["stages"]]
    return Written(stages, parser.skipped, sizes, writer.public_key)
