"""The library's floors, drawn from the one page that lists them: `reference_impl/maif/README.md`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maif_course.curriculum import HOME, LATER

_ROW = re.compile(r"^\| (\d) ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
_PACKAGE = "## The floors of `maif`"


class Floor(NamedTuple):
    """A floor: its number and name, its rooms in order, and what lives there."""

    number: str
    name: str
    rooms: tuple[str, ...]
    about: str


def floors(readme: str) -> Iterator[Floor]:
    """Yield the floors of the library, the highest first.

    >>> page = "## The floors of `maif`\\n\\n| 1 parts | `chunks`, `batches` | one idea each |\\n\\n## Else"
    >>> list(floors(page))
    [Floor(number='1', name='parts', rooms=('chunks', 'batches'), about='one idea each')]
    """
    table = readme.partition(_PACKAGE)[2].partition("\n## ")[0]
    for number, name, rooms, about in _ROW.findall(table):
        yield Floor(number, name, tuple(re.findall(r"`(\w+)`", rooms)), about)


def drawing(readme: str, links: Mapping[str, str]) -> str:
    """Return the house as HTML: a room leads to the lessons that build in it, by their links.

    `links` maps the numbers of the lessons that there are to those of their pages.
    """
    storeys = "\n".join(_storey(floor, links) for floor in floors(readme))
    caption = "A room stands on the floors below it. The numbers are the lessons that build in it."
    return f'<figure class="floors">\n<ol>\n{storeys}\n</ol>\n<figcaption>{caption}</figcaption>\n</figure>'


def lessons_of(room: str) -> list[str]:
    """Return the numbers of the lessons that build in a room.

    >>> lessons_of("windows"), lessons_of("buffers"), lessons_of("errors")
    (['07'], ['09', '11'], [])
    """
    module = f"maif.{room}."
    return sorted({lesson for name, lesson in {**HOME, **LATER}.items() if f"{name}.".startswith(module)})


def _storey(floor: Floor, links: Mapping[str, str]) -> str:
    rooms = "".join(f"<li>{_room(room, links)}</li>" for room in floor.rooms)
    about = html.escape(floor.about[:1].upper() + floor.about[1:])
    return f"<li><b>{floor.number} {html.escape(floor.name)}</b><ul>{rooms}</ul><p>{about}.</p></li>"


def _room(room: str, links: Mapping[str, str]) -> str:
    numbers = [f'<a href="{links[number]}">{number}</a>' for number in lessons_of(room) if number in links]
    return " ".join([f"<code>{room}</code>", *numbers])
