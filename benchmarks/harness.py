"""Timing side by side: every contestant runs in turn, round after round, so that a slow moment hits them all."""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was done, our figure, the other's, and the ratio (above 1: we are better)."""

    work: str
    ours: str
    peer: str
    ratio: float | None = None
    reach: str = ""

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        return f"| {self.work} | {self.ours} | {self.peer} | {ratio} | {self.reach} |"


HEAD = "| work | ours | peer | ratio | to reach |\n| --- | --- | --- | --- | --- |"


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes, the garbage collector having run before."""
    gc.collect()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turn(
    *calls: Callable[[], object], rounds: int = 5, before: Callable[[], object] = lambda: None
) -> Iterator[list[float]]:
    """Yield, for each round after a warm-up, the seconds that each call took. What `before` does is not timed."""
    for number in range(rounds + 1):
        before()
        taken = [seconds(call) for call in calls]
        if number:
            yield taken


def compare(
    work: str,
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    name: str,
    items: float,
    unit: str = "/s",
    rounds: int = 5,
    reach: str = "",
    before: Callable[[], object] = lambda: None,
) -> Row:
    """Return a row with both medians of `items` a second, and the median of the rounds' ratios (see `in_turn`)."""
    pairs = list(in_turn(ours, peer, rounds=rounds, before=before))
    our_speed, peer_speed = (items / statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(peer_seconds / our_seconds for our_seconds, peer_seconds in pairs)
    return Row(work, f"{figure(our_speed)}{unit}", f"{name} {figure(peer_speed)}{unit}", ratio, reach)


def exhaust(items: Iterable[object]) -> None:
    """Take all items, and keep none."""
    deque(items, maxlen=0)


def folder_in_memory() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that lies in memory, where there is such a place: it is not the disk that is measured."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return tempfile.TemporaryDirectory(prefix="maif-bench-", dir=memory)


def figure(value: float) -> str:
    """Return a number to three significant digits, with thousands set apart.

    >>> figure(1234567), figure(12.345), figure(0.0012345)
    ('1,230,000', '12.3', '0.00123')
    """
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:.3g}"
