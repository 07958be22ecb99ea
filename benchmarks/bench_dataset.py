"""`Dataset` against what one writes by hand: offsets in a list, `seek` and `readline`; numpy's own memmap."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.harness import Row, compare, exhaust
from maif.dataset import Dataset

LINES = 200_000
LOOKUPS = 20_000


def offsets_by_hand(path: Path) -> list[int]:
    offsets, offset = [], 0
    with open(path, "rb") as file:
        for line in file:
            offsets.append(offset)
            offset += len(line)
    return offsets


def rows() -> Iterator[Row]:
    """Yield the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _text_rows(Path(folder))
        yield from _array_rows(Path(folder))


def _text_rows(folder: Path) -> Iterator[Row]:
    jsonl, table = folder / "flights.jsonl", folder / "flights.csv"
    with open(jsonl, "w") as lines, open(table, "w", newline="") as records:
        writer = csv.writer(records)
        writer.writerow(["flight", "origin", "delay"])
        for number in range(LINES):
            print(json.dumps({"flight": number, "origin": "EWR", "delay": number % 50}), file=lines)
            writer.writerow([number, "EWR", number % 50])

    def csv_rows() -> None:
        with open(table, newline="") as file:
            exhaust(csv.DictReader(file))

    yield compare(
        "pass over JSON Lines",
        lambda: len(Dataset(jsonl)),
        lambda: offsets_by_hand(jsonl),
        name="a loop over the lines",
        items=LINES,
        unit=" lines/s",
    )
    numbers = random.Random(1).choices(range(LINES), k=LOOKUPS)
    offsets = offsets_by_hand(jsonl)
    with Dataset(jsonl) as dataset, open(jsonl, "rb") as file:
        len(dataset)

        def lookups_by_hand() -> None:
            for number in numbers:
                file.seek(offsets[number])
                json.loads(file.readline())

        yield compare(
            "items of JSON Lines in random order",
            lambda: exhaust(map(dataset.__getitem__, numbers)),
            lookups_by_hand,
            name="seek, readline, json.loads",
            items=LOOKUPS,
        )
    yield compare(
        "all rows of CSV", lambda: exhaust(Dataset(table)), csv_rows, name="csv.DictReader", items=LINES, unit=" rows/s"
    )


def _array_rows(folder: Path) -> Iterator[Row]:
    path = folder / "vectors.npy"
    np.save(path, np.zeros((LINES, 16), "float32"))
    numbers = random.Random(1).choices(range(LINES), k=LOOKUPS)
    array = np.load(path, mmap_mode="r")
    with Dataset(path) as dataset:
        yield compare(
            "rows of an array in random order",
            lambda: exhaust(map(dataset.__getitem__, numbers)),
            lambda: exhaust(map(array.__getitem__, numbers)),
            name="numpy.memmap",
            items=LOOKUPS,
        )
