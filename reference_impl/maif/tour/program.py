"""The steps of the tour, one after the other."""

from __future__ import annotations

import random
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import IntegrityError, InvalidArgumentError, MissingExtraError
from maif.file.block import Block
from maif.semantic import Document, SearchIndex
from maif.streaming.reader import MAIFStreamReader
from maif.tour.live import Live, stream_live
from maif.tour.measuring import Phase, Recorder
from maif.tour.plot import COLOURS, draw
from maif.tour.report import Report
from maif.tour.search import Answers, ask, require_words
from maif.tour.writing import BATCH, Written, write_library
from maif.verification import VerifyReport

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
    answers: Answers
    live: Live
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

    Then some of the documents come live: another process writes them, they are found while they come, and nothing is
    lost when the process is killed.

    `output`: the file, `build/tour/standard-library.maif` if none is given; a file that is there is replaced. `root`:
    the folder, this Python's standard library if none is given. `query`: what to ask. `plot`: whether to
    draw the run, beside the file; that needs the extra `plot`, and is left out without it. `console`: where to print.
    `seed` makes the choice of the random block repeatable.

    Raises `InvalidArgumentError` where there is no source to read, or no word in the query.
    """
    output = DEFAULT_OUTPUT if output is None else Path(output)
    root = Path(sysconfig.get_path("stdlib") if root is None else root)
    if not root.is_dir():
        raise InvalidArgumentError(f"{root} is no folder: give one that holds Python source")
    require_words(query)
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

    with SearchIndex() as index, recorder.phase("index") as phase:
        index_file(index, output, phase, report.console)
        report.indexed(index, phase, output)
        answers = ask(index, query, clock)
    report.found(query, answers, documents)

    wanted = answers.both[0].block if answers.both else None
    live_output = output.with_name(f"{output.stem}-live.maif")
    report.begin_live(live_output)
    with recorder.phase("live") as phase:
        live = stream_live(root, live_output, SearchIndex(index.embedder), query, wanted, phase, clock)
    report.lived(live, query, wanted, phase)

    picture = draw_run(recorder, output.with_suffix(".png"), report) if plot else None
    peak = max(sample.memory for phase in recorder.phases for sample in phase.samples)
    report.measured(recorder.phases, peak)
    report.what_next(output, picture, query)
    return Result(output, picture, written, verified, block, answers, live, recorder.phases, peak)


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
        return storage[chance.randrange(len(storage))]


def index_file(index: SearchIndex, path: Path, phase: Phase, console: Console) -> None:
    """Index the file; the index is stored beside it."""

    def count(documents: Sequence[Document]) -> None:
        phase.count(sum(len(document.text) for document in documents), len(documents))

    index.build([path], console=console, on_batch=count)


def draw_run(recorder: Recorder, path: Path, report: Report) -> Path | None:
    """Draw the run, if matplotlib is there."""
    try:
        draw([phase for phase in recorder.phases if phase.name in COLOURS], path)
    except MissingExtraError as error:
        report.not_drawn(error)
        return None
    return path
