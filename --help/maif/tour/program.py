"""The steps of the tour, one after the other."""

from __future__ import annotations

import random
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import IntegrityError, InvalidArgumentError, MissingExtraError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.streaming import MAIFStreamReader, VerifyReport
from maif.tour.measuring import Phase, Recorder, peak_memory
from maif.tour.plot import draw
from maif.tour.report import Report
from maif.tour.search import Hit, SearchStatistics, search, words_of
from maif.tour.writing import BATCH, Written, write_library
from maif.transforms import pipe, tapping

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_OUTPUT = Path("build/tour/standard-library.maif")
DEFAULT_QUERY = "merge sorted streams"


@dataclass(frozen=True, slots=True)
class Result:
    """What a tour made, and what it found; `plot` is None where it drew none, sizes are in bytes."""

    output: Path
    plot: Path | None
    written: Written
    verified: VerifyReport
    at_random: Block
    hits: list[Hit]
    phases: list[Phase]
    peak_memory: int


def run(
    output: Path | str | None = None,
    *,
    root: Path | str | None = None,
    query: str = DEFAULT_QUERY,
    plot: bool = True,
    console: Console | None = None,
    seed: int | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Result:
    """Stream a folder of Python source into a MAIF file; verify it, read from it, search it, and tell of each step.

    `output`: the file, `build/tour/standard-library.maif` if none is given; a file that is there is replaced. `root`:
    the folder, this Python's standard library if none is given. `query`: the words to search for. `plot`: whether to
    draw the run, beside the file; that needs the extra `plot`, and is left out without it. `console`: where to print.
    `seed` makes the choice of the random block repeatable.

    Raises `InvalidArgumentError` where there is no source to read, or no word in the query.
    """
    output = DEFAULT_OUTPUT if output is None else Path(output)
    root = Path(sysconfig.get_path("stdlib") if root is None else root)
    if not root.is_dir():
        raise InvalidArgumentError(f"{root} is no folder: give one that holds Python source")
    if not words_of(query):
        raise InvalidArgumentError(f"a query has at least one word of two letters, got {query!r}")
    output.parent.mkdir(parents=True, exist_ok=True)
    recorder = Recorder(every=4 * BATCH, clock=clock)
    report = Report(console)

    report.begin(root, output)
    with recorder.phase("write") as phase:
        written = write_library(root, output, phase, report.console)
    documents = phase.documents
    if not documents:
        raise InvalidArgumentError(f"{root} holds no Python source: give another folder")
    report.written(written, phase, output)

    with recorder.phase("verify") as phase:
        verified = verify(output, written.public_key)
        phase.count(verified.bytes, documents)
    report.verified(verified, phase)

    before = clock.monotonic()
    block = read_one(output, random.Random(seed))
    report.read(block, clock.monotonic() - before)

    with recorder.phase("search") as phase:
        hits = search_file(output, query, phase)
    report.found(query, hits, phase)

    picture = draw_run(recorder, output.with_suffix(".png"), report) if plot else None
    peak = peak_memory()
    report.measured(recorder.phases, peak)
    report.what_next(output, picture, hits)
    return Result(output, picture, written, verified, block, hits, recorder.phases, peak)


def verify(path: Path, public_key: str) -> VerifyReport:
    """Check every byte of the file, and that this key signed it; raise `IntegrityError` if anything is wrong."""
    with MAIFStreamReader(path) as reader:
        report = reader.verify(trusted_key=public_key)
    if not report.ok:
        raise IntegrityError(f"{report.error_count} problems, the first: {report.errors[0]}", path=path)
    return report


def read_one(path: Path, chance: random.Random) -> Block:
    """Return one document's block, any of them: the index leads to it, and nothing else is read."""
    with BlockStorage(path) as storage:
        return storage[chance.randrange(len(storage) - 1)]  # the last one holds the search statistics


def search_file(path: Path, query: str, phase: Phase) -> list[Hit]:
    """Answer a query from the file alone: its last block has the statistics, one pass over the others the answer."""
    with MAIFStreamReader(path) as reader:
        statistics = SearchStatistics.read(reader)
        blocks = reader.read_blocks_by_type(BlockType.TEXT)
        with pipe(blocks, tapping(lambda block: phase.count(len(block.view)))) as documents:
            return search(documents, query, statistics)


def draw_run(recorder: Recorder, path: Path, report: Report) -> Path | None:
    """Draw the run, if matplotlib is there."""
    try:
        draw(recorder.phases, path)
    except MissingExtraError as error:
        report.not_drawn(error)
        return None
    return path
