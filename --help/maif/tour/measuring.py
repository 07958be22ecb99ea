"""How a run goes: bytes passed, seconds taken and memory held, each time a number of documents has passed."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from maif.clock import SYSTEM_CLOCK, Clock


class Sample(NamedTuple):
    """A moment of a phase: what has passed since its start, in `seconds`, and the bytes of memory held now."""

    seconds: float
    documents: int
    bytes: int
    memory: int


class Phase:
    """One part of the work, and its samples: at its start, each time another `every` documents have passed, at its end.

    Counting takes the samples, so they cost no thread, and the same run is sampled at the same documents.
    """

    def __init__(self, name: str, every: int, clock: Clock, memory: Callable[[], int]) -> None:
        self.name = name
        self.samples: list[Sample] = []
        self.documents = self.bytes = 0
        self._every, self._clock, self._memory = every, clock, memory
        self._started, self._next = clock.monotonic(), every
        self.sample()

    def count(self, size: int, documents: int = 1) -> None:
        """Count documents that have passed, `size` bytes together."""
        self.documents += documents
        self.bytes += size
        if self.documents >= self._next:
            self._next = self.documents + self._every
            self.sample()

    def sample(self) -> None:
        """Take a sample now."""
        seconds = self._clock.monotonic() - self._started
        self.samples.append(Sample(seconds, self.documents, self.bytes, self._memory()))

    @property
    def seconds(self) -> float:
        """How long the phase has taken, up to its last sample."""
        return self.samples[-1].seconds

    @property
    def documents_per_second(self) -> float:
        """The mean throughput; 0 for a phase that took no time."""
        return self.documents / self.seconds if self.seconds else 0.0

    @property
    def bytes_per_second(self) -> float:
        """The mean throughput in bytes; 0 for a phase that took no time."""
        return self.bytes / self.seconds if self.seconds else 0.0


class Recorder:
    """The phases of a run, in order.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> recorder = Recorder(every=2, clock=clock)
    >>> with recorder.phase("write") as phase:
    ...     for size in [10, 20, 30]:
    ...         clock.sleep(0.5)
    ...         phase.count(size)
    >>> [(sample.seconds, sample.documents, sample.bytes) for sample in phase.samples]
    [(0.0, 0, 0), (1.0, 2, 30), (1.5, 3, 60)]
    >>> phase.documents_per_second
    2.0
    """

    def __init__(self, every: int, *, clock: Clock = SYSTEM_CLOCK, memory: Callable[[], int] | None = None) -> None:
        self.phases: list[Phase] = []
        self._every, self._clock, self._memory = every, clock, memory or resident_memory

    @contextmanager
    def phase(self, name: str) -> Iterator[Phase]:
        """Begin a phase, and take its last sample at the end of the `with` block."""
        phase = Phase(name, self._every, self._clock, self._memory)
        self.phases.append(phase)
        try:
            yield phase
        finally:
            phase.sample()


def resident_memory() -> int:
    """Return the bytes of memory that this process holds now; where only Linux tells, the most it has held."""
    try:
        with open("/proc/self/statm", "rb") as figures:
            return int(figures.read().split()[1]) * resource.getpagesize()
    except OSError:
        return peak_memory()


def peak_memory() -> int:
    """Return the most bytes of memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
