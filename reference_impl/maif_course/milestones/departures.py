"""Departures, as three sources tell of them, and what the stages make of one: a flight, with the name of where it went.

A source is a function of the position after which to begin, so that reading can go on where it was.
"""

from __future__ import annotations

import http.client
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from maif.chunks import iter_lines, iter_pages
from maif.transforms import flat_mapping, pipe


class Departure(NamedTuple):
    """What an airport tells; at which minute, and as the how-manieth. One that was cancelled has not left."""

    told: int
    airport: str
    position: int
    planned: int
    left: int | None
    carrier: str
    number: int
    to: str


class Flight(NamedTuple):
    """A departure that took place, with its delay in minutes; later with the name of where it went, or what failed."""

    airport: str
    position: int
    planned: int
    delay: int
    carrier: str
    number: int
    to: str
    name: str = ""
    failed: str = ""


Source = Callable[[int], Iterable[Departure]]
Process = Callable[[Sequence[Flight]], Iterable[Flight]]


def sources(folder: Path, url: str) -> dict[str, Source]:
    """Return the three airports' sources: functions of the position after which to begin."""
    return {
        "JFK": lambda after: from_files(folder / "jfk", after),
        "LGA": lambda after: from_database(folder / "lga.db", after),
        "EWR": lambda after: from_service(url, after),
    }


def from_files(folder: Path, after: int) -> Iterator[Departure]:
    """Read the lines of all files, in the order of their names; positions count them."""
    lines = pipe(sorted(folder.glob("*.csv")), flat_mapping(iter_lines))
    for position, line in enumerate(lines, start=1):
        if position > after:
            planned, left, carrier, number, to = line.split(",")
            yield departure("JFK", position, int(planned), int(left) if left else None, carrier, int(number), to)


def from_database(path: Path, after: int) -> Iterator[Departure]:
    """Read a table through a cursor, which fetches a row when it is asked for it."""
    with closing(sqlite3.connect(path)) as database:
        for row in database.execute("SELECT * FROM departures WHERE id > ? ORDER BY id", (after,)):
            yield departure("LGA", *row)


def from_service(url: str, after: int) -> Iterator[Departure]:
    """Read page after page over one connection."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)) as connection:

        def fetch(after: int) -> tuple[list[list[Any]], int | None]:
            connection.request("GET", f"/departures?after={after}")
            page = json.load(connection.getresponse())
            return page["departures"], page["next"]

        for row in iter_pages(fetch, after):
            yield departure("EWR", *row)


def departure(
    airport: str, position: int, planned: int, left: int | None, carrier: str, number: int, to: str
) -> Departure:
    """Return a departure; it is told of when it leaves, or was to leave."""
    return Departure(planned if left is None else left, airport, position, planned, left, carrier, number, to)


def delayed(told: Departure) -> Flight:
    """Return the flight that took place, with its delay."""
    assert told.left is not None
    return Flight(told.airport, told.position, told.planned, told.left - told.planned, *told[5:])


def naming(names: Mapping[str, str]) -> Process:
    """Return a process that gives each flight of a batch the name of where it goes; it fails where there is none."""
    return lambda batch: [Flight(*flight[:7], names[flight.to]) for flight in batch]
