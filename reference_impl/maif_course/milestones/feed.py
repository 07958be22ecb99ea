"""Milestone 09: a noisy live feed goes through a buffer that is too small, windows and statistics, drawn as it runs."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.live import Live
from rich.table import Table

from maif.buffers import StreamBuffer
from maif.stats import EWMA, RollingStats, RunningStats
from maif.windows import time_windows
from maif_course.lesson import lessons_folder

HOUR = 3600
LATENESS = 1800
PLACES, READ_EVERY, AT_ONCE = 8, 5 * 60, 2  # the reader comes every five minutes, and takes two quakes


class Quake(NamedTuple):
    """When the earth shook, in seconds after the main shock, and how strongly."""

    second: int
    magnitude: float


def default_input() -> Path:
    """Return the aftershocks of Ridgecrest, California: 829 in a week."""
    return lessons_folder() / "data" / "ridgecrest.csv"


def run(path: Path, console: Console) -> None:
    """Play the feed on its own time, as fast as it goes; draw a row for every sixth hour that closes."""
    buffer = StreamBuffer(buffer_size=PLACES, policy="drop_oldest", batch_size=AT_ONCE, timeout=0)
    late: list[Quake] = []
    magnitudes, lately, pace = RunningStats(), RollingStats(24), EWMA(halflife=6)
    table = Table("hour", "quakes", "", "an hour, lately", "strongest", "of 24 hours")
    quakes = _read_slowly(_noisy(path), buffer)
    windows = time_windows(quakes, HOUR, timestamp=lambda quake: quake.second, lateness=LATENESS, on_late=late.append)
    with Live(table, console=console, auto_refresh=False, vertical_overflow="visible") as live:
        for window in windows:
            for quake in window.items:
                magnitudes.push(quake.magnitude)
            pace.push(len(window.items))
            lately.push(len(window.items))
            hour = int(window.start // HOUR)
            if hour % 6 == 0:
                bar = "#" * min(len(window.items) // 2, 16)
                strongest = max(quake.magnitude for quake in window.items)
                table.add_row(
                    str(hour), str(len(window.items)), bar, f"{pace.mean:.1f}", f"{strongest:.1f}", f"{lately.mean:.1f}"
                )
                live.refresh()
    console.print()
    told = buffer.stats
    console.print(
        f"{told.added:,} quakes came in; {told.dropped} were dropped where the buffer was full, "
        f"{len(late)} came too late. "
        f"{magnitudes.count:,} were counted, with a mean magnitude of {magnitudes.mean:.2f}."
    )


def _noisy(path: Path) -> Iterator[tuple[int, Quake]]:
    """Yield quakes with the second in which the feed tells of them: some minutes late, a few an hour."""
    chance = random.Random(9)
    with path.open(encoding="utf-8", newline="") as file:
        quakes = [Quake(int(row["second"]), float(row["magnitude"])) for row in csv.DictReader(file)]
    delays = (chance.choice((5, 60, 300)) if chance.random() < 0.95 else HOUR for _ in quakes)
    yield from sorted((quake.second + delay, quake) for quake, delay in zip(quakes, delays, strict=True))


def _read_slowly(feed: Iterator[tuple[int, Quake]], buffer: StreamBuffer) -> Iterator[Quake]:
    """Put the feed into the buffer, and take two out every five minutes: bursts are more than it holds."""
    next_visit = READ_EVERY
    for number, (told, quake) in enumerate(feed):
        while told >= next_visit:
            next_visit += READ_EVERY
            yield from (item.data for item in buffer.get_batch(AT_ONCE))
        buffer.add(number, quake)
    while len(buffer):
        yield from (item.data for item in buffer.get_batch(AT_ONCE))
