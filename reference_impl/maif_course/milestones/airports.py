"""Three airports that publish their departures, each in a way of its own: in files, in a database, over HTTP in pages.

This is the world around the capstone, and none of its code: what a source is like, others have decided. `publish` lays
the data out in a folder, and `serving` starts the third airport's service, in a process of its own.
"""

from __future__ import annotations

import csv
import json
import lzma
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, urlsplit

from maif_course.lesson import lessons_folder

MONTH = 30 * 24 * 60  # minutes, of which JFK puts the departures into one file
PAGE = 500
DAYS = 120  # that the data span
_TABLE = "CREATE TABLE departures (id INTEGER PRIMARY KEY, planned INT, left INT, carrier TEXT, flight INT, dest TEXT)"
_ROWS = "SELECT id, planned, left, carrier, flight, dest FROM departures WHERE id > ? ORDER BY id LIMIT ?"


def all_departures() -> Path:
    """Return the course's file: the 109,119 departures that New York's airports planned from January to April 2013."""
    return lessons_folder() / "data" / "four_months.csv.xz"


def names() -> dict[str, str]:
    """Return the names of the airports to which flights go, by their codes; Ponce, for one in a thousand, has none."""
    with (lessons_folder() / "data" / "airports.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def planned_hours(departures: Path) -> Counter[int]:
    """Count the departures that took place, by the minute at which the hour begins for which each was planned."""
    return Counter(row[0] // 60 * 60 for _, _, row in _rows(departures, 0) if row[1] is not None)


def publish(departures: Path, folder: Path, passes: int = 1) -> None:
    """Lay out what the airports publish. With more `passes` the same months come again and again, one after another.

    A row that was cancelled has an empty `left`. Rows come in the order in which an airport tells of them: when
    the plane leaves, or was to leave.
    """
    (folder / "jfk").mkdir()
    with ExitStack() as open_ones:
        months: dict[int, IO[str]] = {}
        tables = {origin: open_ones.enter_context(_table(folder, origin)) for origin in ("LGA", "EWR")}
        for number in range(passes):
            for origin, told, row in _rows(departures, number * DAYS * 24 * 60):
                if origin in tables:
                    tables[origin].execute("INSERT INTO departures VALUES (NULL, ?, ?, ?, ?, ?)", row)
                    continue
                month = told // MONTH
                if month not in months:
                    path = folder / "jfk" / f"{month:03}.csv"
                    months[month] = open_ones.enter_context(path.open("w", encoding="utf-8"))
                months[month].write(",".join("" if value is None else str(value) for value in row) + "\n")


@contextmanager
def _table(folder: Path, origin: str) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / f"{origin.lower()}.db")) as table:
        table.execute(_TABLE)
        yield table
        table.commit()


Row = tuple[int, int | None, str, int, str]


def _rows(departures: Path, later: int) -> Iterator[tuple[str, int, Row]]:
    opened = lzma.open if departures.suffix == ".xz" else open
    with opened(departures, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            planned = int(row["planned"]) + later
            left = int(row["left"]) + later if row["left"] else None
            told = planned if left is None else left
            yield row["origin"], told, (planned, left, row["carrier"], int(row["flight"]), row["dest"])


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """Run the service of the third airport, and give its address; it ends with the `with` block."""
    command = [sys.executable, "-m", __name__, str(folder / "ewr.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            yield service.stdout.readline().strip()
        finally:
            service.terminate()


class Service(BaseHTTPRequestHandler):
    """`GET /departures?after=N`: the next departures behind number N, and from where the page after them goes on."""

    protocol_version = "HTTP/1.1"
    database: Path

    def do_GET(self) -> None:
        """Answer with a page."""
        after = int(parse_qs(urlsplit(self.path).query).get("after", ["0"])[0])
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(_ROWS, (after, PAGE)).fetchall()
        page = json.dumps({"departures": rows, "next": rows[-1][0] if len(rows) == PAGE else None}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Service.database = Path(sys.argv[1]).resolve()
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
