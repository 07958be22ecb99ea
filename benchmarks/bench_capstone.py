"""The course's capstone, on the library's own pieces: eight stages, from three sources to one file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.harness import Row, figure
from maif.units import format_size
from maif_course.milestones.airports import all_departures, names, publish, serving
from maif_course.milestones.departures import Process, naming, sources
from maif_course.milestones.whole import Whole

PASSES = 4  # the four months again and again
DEPARTURES = PASSES * 109_119
WORK = f"{DEPARTURES:,} departures from files, a database and HTTP into {PASSES * 2269:,} blocks"


class Run(NamedTuple):
    """What a run tells: departures, seconds by the clock and of the processor, most bytes of memory in each half."""

    departures: int
    seconds: float
    processor: float
    early: int
    late: int


def run(published: Path, url: str, process: Process) -> Run:
    """Run the whole into a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        whole = Whole(sources(published, url), Path(folder, "departures.maif"), process)
        early = late = 0
        for hour in whole.hours():
            if hour.written < DEPARTURES // 2:
                early = max(early, hour.memory)
            else:
                late = max(late, hour.memory)
        departures = hour.written + whole.cancelled
        return Run(departures, hour.seconds, time.process_time() - began, early, late)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        published = Path(folder)
        publish(all_departures(), published, PASSES)
        with serving(published) as url:
            for work, process in (
                (WORK, naming(names() | {"PSE": "Mercedita"})),
                ("the same, where the 1.1 in a thousand that fly to Ponce fail", naming(names())),
            ):
                done = run(published, url, process)
                assert done.departures == DEPARTURES, done
                yield Row(work, f"{figure(done.departures / done.seconds)} departures/s", "", reach="≥ 9,500/s")
                yield Row("for each second of its processor", f"{figure(done.departures / done.processor)}", "")
                yield Row(
                    "its memory, the second half: grows by",
                    format_size(max(0, done.late - done.early)),
                    "",
                    reach="flat",
                )
