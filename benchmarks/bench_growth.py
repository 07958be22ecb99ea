"""How cost grows with blocks, stages, keys and vectors: ten times as many each time, and a picture of each."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from math import log10
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bench_pipeline import at_once, ours
from benchmarks.bench_realtime import process
from benchmarks.bench_semantic import lines
from benchmarks.harness import Row, folder_in_memory, seconds
from maif.block_storage import BlockStorage
from maif.semantic import VectorIndex, WordLlamaEmbedder
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.units import format_duration

Curve = dict[int, float]  # how many -> seconds

BLOCKS, MOST_BLOCKS = [10**3, 10**4, 10**5, 10**6], 10**7
STAGES = [1, 2, 4, 8, 16, 32, 64]
KEYS = [1, 10, 10**2, 10**3, 10**4, 10**5, 10**6]
VECTORS = [10**3, 10**4, 10**5, 10**6]
ITEMS, MESSAGES, QUERIES = 5_000, 100_000, 50
STYLES = ["o-", "s--", "^-.", "D:"]


def rows() -> Iterator[Row]:
    yield from drawn("blocks", "blocks of 100 bytes", blocks())
    yield from drawn("stages", "stages, 5,000 items", {"run": {count: stages(count) for count in STAGES}})
    yield from drawn("keys", "keys", {"a message": {count: message(count) for count in KEYS}})
    yield from drawn("vectors", "vectors of 256 dimensions", vectors())


def blocks() -> dict[str, Curve]:
    """Return the seconds that writing, opening, finding a block by its number, and verifying take."""
    curves: dict[str, Curve] = {"write": {}, "verify": {}, "open": {}, "find by number": {}}
    with folder_in_memory() as folder:
        path = Path(folder, "blocks.maif")
        for count in (*BLOCKS, MOST_BLOCKS):
            curves["write"][count] = seconds(partial(write, path, count))
            curves["open"][count] = often(lambda: BlockStorage(path).close())
            if count < MOST_BLOCKS:
                with BlockStorage(path) as storage:
                    curves["find by number"][count] = often(partial(read_one, storage, count * 2 // 3))
                with MAIFStreamReader(path) as reader:
                    curves["verify"][count] = seconds(reader.verify)
            path.unlink()
    return curves


def write(path: Path, count: int) -> None:
    with MAIFStreamWriter(path) as writer:
        for _ in range(count):
            writer.write_binary_chunk(b"x" * 100)


def read_one(storage: BlockStorage, number: int) -> bytes:
    return storage[number].data


def search_all(index: VectorIndex, queries: Any) -> None:
    for query in queries:
        index.search(query, 10)


def often(call: Callable[[], object]) -> float:
    return median(seconds(call) for _ in range(15))


def stages(count: int) -> float:
    return median(seconds(lambda: asyncio.run(ours(at_once, count, "ordered", ITEMS))) for _ in range(3))


def message(keys: int) -> float:
    """Return the seconds a message takes: each key has some."""
    count = max(MESSAGES, keys)
    with tempfile.TemporaryDirectory() as root:
        return seconds(lambda: process(root, count, suspends=True, keys=keys)) / count


def vectors() -> dict[str, Curve]:
    """Return the seconds of a query, and of adding a vector, for vectors of the installed packages' lines."""
    embedder = WordLlamaEmbedder()
    source = lines()
    curves: dict[str, Curve] = {"a query": {}, "add a vector": {}}
    index = VectorIndex(embedder.dimensions)
    queries: Any = None
    adding = 0.0
    for count in VECTORS:
        while len(index) < count:
            texts = list(islice(source, min(10_000, count - len(index))))
            if not texts:
                return curves  # the packages hold no more
            made = embedder.embed(texts)
            queries = made[:QUERIES] if queries is None else queries
            adding += seconds(partial(index.add, range(len(index), len(index) + len(made)), made))
        curves["a query"][count] = often(partial(search_all, index, queries)) / len(queries)
        curves["add a vector"][count] = adding / count
    return curves


def drawn(name: str, of: str, curves: dict[str, Curve]) -> Iterator[Row]:
    """Draw curves, both axes in powers, and yield a row for each: what the least and the most take, and the slope."""
    draw(Path(__file__).with_name(f"growth_{name}.svg"), of, curves)
    for what, curve in curves.items():
        (few, least), (many, most) = next(iter(curve.items())), list(curve.items())[-1]
        slope = log10(most / least) / log10(many / few)
        yield Row(
            f"{what}: from {few:,} to {many:,} {of.partition(' of ')[0]}",
            f"{format_duration(least)} to {format_duration(most)}",
            f"grows with the power {slope:.2f}",
        )


def draw(path: Path, of: str, curves: dict[str, Curve]) -> None:
    import matplotlib.pyplot as plt

    grey = "#808080"  # readable on light and on dark pages
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": path.name, "font.size": 11, "text.color": grey}
    settings |= {"xtick.color": grey, "ytick.color": grey, "axes.labelcolor": grey, "axes.edgecolor": grey}
    with plt.rc_context(settings):
        figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
        for (what, curve), style in zip(curves.items(), STYLES, strict=False):
            axes.plot(list(curve), list(curve.values()), style, label=what)
        axes.set(xscale="log", yscale="log", xlabel=of, ylabel="seconds")
        low, high = axes.get_ylim()
        axes.set_ylim(low / 3, high * 3)  # a flat line looks flat
        axes.grid(alpha=0.3)
        axes.legend(framealpha=0)
        figure.savefig(path, transparent=True, metadata={"Date": None})
        plt.close(figure)
