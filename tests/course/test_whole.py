"""The capstone's eight stages: each flight is in its hour once, wherever the program was killed and whatever failed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.block_storage import BlockStorage
from maif_course.milestones.airports import planned_hours, publish, serving
from maif_course.milestones.departures import Departure, Flight, Source, departure, naming, sources
from maif_course.milestones.whole import Decisions, Whole

AIRPORTS = ("EWR", "JFK", "LGA")
NAMES = {"ORD": "Chicago"}


@st.composite
def told_departures(draw: st.DrawFn) -> dict[str, list[Departure]]:
    """What each airport tells: the minute for which a flight was planned, and its delay; None if it is cancelled."""
    flights = st.tuples(st.integers(0, 600), st.none() | st.integers(-20, 400))
    told: dict[str, list[Departure]] = {}
    for airport in AIRPORTS:
        rows = draw(st.lists(flights, max_size=25))
        rows.sort(key=lambda row: row[0] + (row[1] or 0))
        told[airport] = [
            departure(airport, position, planned, None if delay is None else planned + delay, "UA", position, "ORD")
            for position, (planned, delay) in enumerate(rows, start=1)
        ]
    return told


def source_of(told: list[Departure]) -> Source:
    return lambda after: iter(told[after:])


def made(path: Path, told: dict[str, list[Departure]], kills: Sequence[int] = (), **decisions: Any) -> list[Any]:
    """Run the whole, left by an error after so many hours each time, and then to its end; return the file's blocks."""
    given = {airport: source_of(rows) for airport, rows in told.items()}
    for kill in kills:
        hours = Whole(given, path, naming(NAMES), Decisions(**decisions)).hours()
        if all(next(hours, None) for _ in range(kill)):
            with pytest.raises(ZeroDivisionError):
                hours.throw(ZeroDivisionError())
    list(Whole(given, path, naming(NAMES), Decisions(**decisions)).hours())
    with BlockStorage(path) as storage:
        return [(block.text, block.metadata["end"], block.metadata["flights"]) for block in storage]


@settings(max_examples=40, deadline=None)
@given(told_departures(), st.lists(st.integers(1, 8), max_size=3), st.integers(0, 300), st.integers(1, 9))
def test_the_file_is_the_same_wherever_the_program_was_left(
    told: dict[str, list[Departure]], kills: list[int], lateness: int, size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = made(Path(folder, "once.maif"), told, lateness=lateness, batch_size=size)
        again = made(Path(folder, "again.maif"), told, kills, lateness=lateness, batch_size=size)
    assert again == once


@settings(max_examples=20, deadline=None)
@given(told_departures(), st.sampled_from([0, 60, 1320]))
def test_every_departure_is_in_an_hour_or_late_or_cancelled(told: dict[str, list[Departure]], lateness: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given_ones = {airport: source_of(rows) for airport, rows in told.items()}
        whole = Whole(given_ones, Path(folder, "whole.maif"), naming(NAMES), Decisions(lateness=lateness))
        held = [figures.held for figures in whole.hours()]
    assert whole.written + whole.late + whole.cancelled == sum(map(len, told.values()))
    assert lateness < 1320 or not whole.late
    assert not held or held[-1] == 0


def failing(numbers: set[int]) -> Callable[[Sequence[Flight]], list[Flight]]:
    def process(batch: Sequence[Flight]) -> list[Flight]:
        if any(flight.number in numbers for flight in batch):
            raise ValueError("unreadable")
        return list(batch)

    return process


def test_a_flight_that_fails_is_listed_in_its_hour_and_costs_no_other_its_place(tmp_path: Path) -> None:
    told = [departure("JFK", n, n, n, "UA", n, "ORD") for n in range(1, 200)]
    whole = Whole({"JFK": source_of(told)}, tmp_path / "whole.maif", failing({70, 150}), Decisions(batch_size=50))
    list(whole.hours())
    with BlockStorage(tmp_path / "whole.maif") as storage:
        blocks = [block.metadata for block in storage]
    assert [block["flights"] for block in blocks] == [59, 59, 59, 20]
    assert [[flight[5] for flight in block["failed"]] for block in blocks] == [[], [70], [150], []]


def test_an_interrupt_is_no_failure_of_a_flight(tmp_path: Path) -> None:
    def process(batch: Sequence[Flight]) -> Iterator[Flight]:
        raise KeyboardInterrupt

    told = [departure("JFK", 1, 1, 1, "UA", 1, "ORD")]
    with pytest.raises(KeyboardInterrupt):
        list(Whole({"JFK": source_of(told)}, tmp_path / "whole.maif", process).hours())


def test_the_three_sources_begin_behind_any_position(tmp_path: Path) -> None:
    rows = [f"{n},{'' if n % 9 == 0 else n + 2},UA,{n},{AIRPORTS[n % 3]},ORD" for n in range(2000)]
    published = tmp_path / "departures.csv"
    published.write_text("\n".join(["planned,left,carrier,flight,origin,dest", *rows, ""]))
    publish(published, tmp_path)
    with serving(tmp_path) as url:
        for airport, source in sources(tmp_path, url).items():
            told = list(source(0))
            assert [one.number for one in told] == [n for n in range(2000) if AIRPORTS[n % 3] == airport]
            assert [one.position for one in told] == list(range(1, len(told) + 1))
            for after in (1, 499, 500, 501, len(told)):
                assert list(source(after)) == told[after:]
    assert planned_hours(published).total() == 2000 - len(range(0, 2000, 9))
