"""From a folder of Python source to a MAIF file: the stream, from its source to its sink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from maif.format import BlockType
from maif.stats import TDigest
from maif.streaming import MAIFStreamWriter
from maif.tour.documents import Document, SourceParser, source_files
from maif.tour.measuring import Phase
from maif.tour.search import STATISTICS, StatisticsCollector, Words
from maif.transforms import Pipe, StageCount, batching, filtering, flat_mapping, mapping, pipe

BATCH = 250  # documents


def entry_batches(parser: SourceParser) -> Pipe[list[Entry]]:
    """Return the stream: nothing is read before it is asked for, and one batch is held at a time."""
    return pipe(
        source_files(parser.root),
        flat_mapping(parser.parse),
        filtering(has_text),
        mapping(as_entry),
        batching(BATCH),
        counted=True,
    )


def has_text(document: Document) -> bool:
    """Say whether there is anything to read: many an `__init__.py` is empty."""
    return bool(document.source.strip())


class Entry(NamedTuple):
    """A document as it goes into the file: a block's data and metadata, and the words to search for."""

    data: bytes
    metadata: dict[str, Any]
    words: Words


def as_entry(document: Document) -> Entry:
    """Return what is written for a document."""
    words = Words.of(document.source)
    metadata = {name: value for name, value in document._asdict().items() if name != "source"}
    return Entry(document.source.encode(), metadata | {"words": words.total}, words)


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
    root: Path, output: Path, phase: Phase, on_batch: Callable[[Phase], object] = lambda phase: None
) -> Written:
    """Write every document below `root` into a MAIF file, a block each, and the search statistics as its last block.

    A batch is what the statistics take in one call, and what `on_batch` is told of.
    """
    parser, statistics, sizes = SourceParser(root), StatisticsCollector(), TDigest()
    with MAIFStreamWriter(output, agent_id="tour") as writer, entry_batches(parser) as batches:
        for batch in batches:
            for entry in batch:
                writer.write_chunk(entry.data, BlockType.TEXT, entry.metadata)
            batch_sizes = [len(entry.data) for entry in batch]
            statistics.add(entry.words for entry in batch)
            sizes.update(batch_sizes)
            phase.count(sum(batch_sizes), len(batch))
            on_batch(phase)
        writer.write_chunk(statistics.result().encode(), BlockType.METADATA, STATISTICS)
    return Written(batches.counts, parser.skipped, sizes, writer.public_key)
