"""Milestone 19: three airports, eight stages, one file behind a search page; killed half way, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.table import Table

from maif.block_storage import BlockStorage
from maif.query.client import stream_query
from maif.recovery import scan
from maif.semantic import SearchIndex
from maif.streaming import MAIFStreamReader
from maif_course.milestones.airports import all_departures, names, planned_hours, publish, serving
from maif_course.milestones.departures import naming, sources
from maif_course.milestones.whole import AS_DECIDED, Decisions, Figures, Whole

QUESTION = "Honolulu, hours late"
REDRAW = 0.1  # seconds


def default_input() -> Path:
    """Return the departures of New York's airports in four months of 2013."""
    return all_departures()


def run(departures: Path, console: Console) -> None:
    """Publish the departures, run the whole until it is killed, restart it, and ask the file a question."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, path = Path(scratch), Path(scratch, "departures.maif")
        due = planned_hours(departures)
        publish(departures, folder)
        with serving(folder) as url:
            run_until_killed(folder, url, path, due.total() // 2)
            console.print(f"Killed half way. {scan(path).blocks:,} hours are whole in the file. It starts again:")
            whole = Whole(sources(folder, url), path, naming(names()))
            drawn(whole.hours(), console)
        found = hours_in(path)
        verdict = "each once" if found == due else "and that is wrong"
        console.print(f"{len(found):,} hours with {found.total():,} flights are in the file, {verdict}.")
        console.print(f"{unnamed_in(path)} of them have no name to go to: batches failed, and these stand apart.")
        with MAIFStreamReader(path) as reader:
            console.print("Every block is as it was written." if reader.verify().ok else "The file does not verify.")
        index = SearchIndex()
        index.build([path])
        with answering(index, console) as (address, hits):
            console.print(f"[b]{QUESTION}?[/b]")
            for text in hits:
                day, *flights = text.splitlines()
                console.print(f"  {day.partition(',')[0]}:", *(one for one in flights if "Honolulu" in one))
            if address and sys.stdin.isatty():
                console.input(f"Ask more on {address}; the Enter key ends it.")


def run_until_killed(folder: Path, url: str, path: Path, flights: int, decisions: Decisions = AS_DECIDED) -> int:
    """Run the whole in a process that is killed when it has written so many flights; return how the process ended."""
    command = [sys.executable, "-m", __name__, str(folder), url, str(path), str(flights), str(decisions.lateness)]
    return subprocess.run(command, check=False).returncode


def drawn(hours: Iterator[Figures], console: Console) -> None:
    """Draw the four figures of a run while it goes on, and in the end."""
    last, figures = 0.0, None
    with Live(console=console, auto_refresh=False, transient=True) as live:
        for figures in hours:
            if figures.seconds - last >= REDRAW:
                last = figures.seconds
                live.update(table_of(figures), refresh=True)
    if figures is not None:
        console.print(table_of(figures))


def table_of(figures: Figures) -> Table:
    """Return the four figures of a pipeline, and how many flights it holds."""
    table = Table("input rate", "latency of a batch", "memory", "throughput", "flights held")
    table.add_row(
        f"{figures.input_rate:,.0f}/s",
        f"{figures.latency * 1000:,.0f} ms",
        f"{figures.memory / 1e6:,.0f} MB",
        f"{figures.throughput:,.0f}/s",
        f"{figures.held:,}",
    )
    return table


def hours_in(path: Path) -> Counter[int]:
    """Return how many flights each hour has in a file, by the minute at which it begins."""
    with BlockStorage(path) as storage:
        told = [block.metadata for block in storage]
    return Counter({one["end"] - 60: one["flights"] + len(one["failed"]) for one in told})


def unnamed_in(path: Path) -> int:
    """Return how many flights of a file failed alone."""
    with BlockStorage(path) as storage:
        return sum(len(block.metadata["failed"]) for block in storage)


@contextmanager
def answering(index: SearchIndex, console: Console) -> Iterator[tuple[str, list[str]]]:
    """Put an index behind its page; give the address, and the first answers, which came from there over HTTP."""
    try:
        from maif.serve import Server
    except ImportError:
        console.print('The search page needs an extra: pip install "maif-streaming[serve]". Asked without it,')
        yield "", [hit.text for hit in index.search(QUESTION, k=3)]
        return
    server, ready = Server(index, port=0), threading.Event()
    thread = threading.Thread(target=server.run, args=(ready.set,))
    thread.start()
    try:
        ready.wait(30)
        yield server.url, [hit.text for hit in stream_query(server.url, QUESTION, 3)]
    finally:
        server.stop()
        thread.join()


if __name__ == "__main__":
    folder, url, path, flights, lateness = sys.argv[1:]
    doomed = Whole(sources(Path(folder), url), Path(path), naming(names()), Decisions(lateness=int(lateness)))
    hours = doomed.hours()
    while next(hours).written < int(flights):
        pass
    time.sleep(0.3)  # what was written is flushed after a fifth of a second; the next hour is not
    next(hours)
    os.kill(os.getpid(), signal.SIGKILL)
