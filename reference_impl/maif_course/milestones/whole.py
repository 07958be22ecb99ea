"""The capstone: eight stages, from three sources to one file that can be searched, killed at any moment and restarted.

    source → parse → filter → transform → batch → process → aggregate → sink

Three airports tell of their departures. For each hour that was planned, one block of a MAIF file says what became of
it. The block also holds how far each source need not be read again: so what is done and where to go on reach the disk
together, or not at all. A restart reads again from there, and passes over the hours that are in the file.
"""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from maif.batches import by_halves
from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.flow import Meter
from maif.pipeline import ErrorHandler, single_task
from maif.pipeline.stream import AsyncStream
from maif.realtime.artifact.agent_key import kept_key
from maif.realtime.positions import Positions
from maif.recovery import recover
from maif.sources import closing_source
from maif.stats import RunningStats
from maif.streaming import MAIFStreamWriter
from maif.transforms import batching, filtering, mapping, pipe
from maif.windows import time_windows
from maif.windows.event_time import Window
from maif_course.milestones.departures import Departure, Flight, Process, Source, delayed

T = TypeVar("T")

FIRST_DAY = datetime(2013, 1, 1)
LATE = 15  # minutes, from which on a flight counts as late
IN_FLIGHT = 4  # batches


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one may decide otherwise, and should defend with a measurement; times are minutes."""

    lateness: int = 22 * 60  # the longest delay is 1,301 minutes: nobody is too late
    window: int = 60
    batch_size: int = 500
    attempts: int = 2


AS_DECIDED = Decisions()


class Figures(NamedTuple):
    """How a run is going: counts of records, records a second, seconds that a batch takes, bytes of memory."""

    seconds: float
    read: int
    written: int
    held: int
    input_rate: float
    latency: float
    memory: int
    throughput: float


class Apart(ErrorHandler):
    """Finds out which flights make a batch fail: these go on with what failed, the others with their names."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def handle_error(self, error: BaseException, item: Any, task_name: str, attempt: int) -> tuple[bool, Any]:
        """Go on with the batch, handled by halves."""
        formed, batch = item
        return True, (formed, by_halves(batch, self._process, lambda flight, e: flight._replace(failed=repr(e))))


class Whole:
    """The eight stages between sources and a file, from where the file says that they have come.

    `hours` runs them, as far as it is pulled. `process` gets a batch and returns it handled; where it keeps failing,
    flights that fail alone are listed in the block of their hour. One `Whole` runs once.
    """

    def __init__(
        self,
        given: Mapping[str, Source],
        path: Path,
        process: Process,
        decisions: Decisions = AS_DECIDED,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._sources, self._path, self._process, self._decisions = given, path, process, decisions
        self._clock, self._began = clock, clock.monotonic()
        self._input, self._output = Meter("2s", clock=clock), Meter("2s", clock=clock)
        self._positions = {airport: Positions() for airport in given}
        self._after, self._end = dict.fromkeys(given, 0), -math.inf
        self.cancelled = self.late = self.written = 0
        self.delays = RunningStats()

    def hours(self) -> Generator[Figures]:
        """Run; yield the figures after each hour that is in the file."""
        self._resume()
        mode: Literal["a", "x"] = "a" if self._path.exists() else "x"
        with MAIFStreamWriter(
            self._path, agent_id="departures", private_key=self._key(), compression="zstd", mode=mode
        ) as writer:
            windows = time_windows(
                self._handled(),
                self._decisions.window,
                timestamp=attrgetter("planned"),
                lateness=self._decisions.lateness,
                on_late=self._too_late,
            )
            with closing_source(windows):
                for window in windows:
                    for flight in window.items:
                        self._positions[flight.airport].finish(flight.position)
                    if window.end > self._end:
                        writer.write_text_chunk(*self._hour(window))
                    yield self.figures()

    def figures(self) -> Figures:
        """Return how the run is going."""
        return Figures(
            self._clock.monotonic() - self._began,
            self._input.count,
            self.written,
            sum(positions.unfinished for positions in self._positions.values()),
            self._input.rate,
            self._input.percentile(50) if self._input.count else math.nan,
            memory(),
            self._output.rate,
        )

    def _resume(self) -> None:
        """Take from the file, if there is one, what it holds, and how far the sources need not be read again."""
        if not self._path.exists():
            return
        recover(self._path, private_key=self._key())
        with BlockStorage(self._path) as storage:
            if len(storage):
                last = storage[-1].metadata
                self._after, self._end = last["after"], last["end"]

    def _key(self) -> Any:
        return kept_key(str(self._path.parent))

    def _read(self, airport: str) -> Iterator[Departure]:
        positions = self._positions[airport]
        for told in self._sources[airport](self._after[airport]):
            positions.begin(told.position, told.position)
            yield told

    def _handled(self) -> Iterator[Flight]:
        """Stages 1 to 6; what comes out of them, flight by flight."""
        batches = pipe(
            merge(*map(self._read, self._sources)),
            filtering(self._took_place),
            mapping(delayed),
            batching(self._decisions.batch_size),
            mapping(self._formed),
        )
        process = single_task(
            lambda batch: (batch[0], list(self._process(batch[1]))),
            retry_attempts=self._decisions.attempts,
            retry_delay="10ms",
            error_handler=Apart(self._process),
            concurrency_limit=IN_FLIGHT,
        )
        for formed, flights in pulled(process(batches)):
            self._input.record(self._clock.monotonic() - formed, len(flights))
            yield from flights

    def _took_place(self, told: Departure) -> bool:
        if told.left is not None:
            return True
        self._positions[told.airport].finish(told.position)
        self.cancelled += 1
        return False

    def _formed(self, batch: list[Flight]) -> tuple[float, list[Flight]]:
        return self._clock.monotonic(), batch

    def _too_late(self, flight: Flight) -> None:
        self._positions[flight.airport].finish(flight.position)
        self.late += 1

    def _hour(self, window: Window[Flight]) -> tuple[str, dict[str, Any]]:
        """Return the block of an hour: its text, and as metadata its figures and the places to go on from."""
        flights = [flight for flight in window.items if not flight.failed]
        delays = RunningStats()
        delays.update([flight.delay for flight in flights])
        self.delays += delays
        self.written += len(window.items)
        self._output.record(count=len(window.items))
        for airport, positions in self._positions.items():
            self._after[airport] = positions.committable() or self._after[airport]
        failed = [flight for flight in window.items if flight.failed]
        return told_of(window, flights), {
            "end": window.end,
            "after": dict(self._after),
            "flights": len(flights),
            "failed": failed,
            "mean delay": delays.mean if flights else None,
        }


def told_of(window: Window[Flight], flights: list[Flight]) -> str:
    """Return a text about an hour, to be read and searched."""
    begin = FIRST_DAY + timedelta(minutes=window.start)
    late = sorted((flight for flight in flights if flight.delay >= LATE), key=lambda flight: -flight.delay)
    lines = [
        f"{begin:%A %d %B %Y, %H:%M}. {len(flights)} flights left New York, {len(late)} of them late.",
        *(
            f"{flight.carrier} {flight.number} from {flight.airport} to {flight.name}: {flight.delay} minutes late."
            for flight in late[:5]
        ),
    ]
    return "\n".join(lines)


def pulled(stream: AsyncStream[T]) -> Iterator[T]:
    """Yield the results of a pipeline to plain code: its loop runs while somebody waits for the next of them."""
    results = aiter(stream)

    async def following() -> T | None:
        return await anext(results, None)

    with asyncio.Runner() as runner:
        try:
            while (result := runner.run(following())) is not None:
                yield result
        finally:
            runner.run(stream.aclose())


def memory() -> int:
    """Return how many bytes of memory the process has now; where that is not told, how many it has had at most."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
