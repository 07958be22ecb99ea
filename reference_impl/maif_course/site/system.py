"""The drawing of the system: what comes in, how it is taken apart, what carries it, and the file that keeps it.

Each part has the number of the lesson that builds it. On a lesson's page the parts that a learner has by then are lit,
and its own stands out; on the page of all lessons each part leads to its lesson, and those that pass are lit.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """A part of the system, and the lesson that builds it."""

    lesson: str
    name: str


SYSTEM: Mapping[str, Sequence[Part]] = {
    "comes in": (Part("17", "live sources"), Part("02", "chunks, lines"), Part("05", "transforms")),
    "is grouped": (Part("06", "batches"), Part("07", "windows"), Part("08", "statistics")),
    "waits its turn": (Part("09", "buffers"), Part("10", "pace"), Part("11", "async buffers")),
    "is worked on": (Part("12", "parallel maps"), Part("13", "pipelines"), Part("14", "cores, machines")),
    "is kept": (Part("03", "writer"), Part("01", "walk"), Part("04", "index, map")),
    "can be trusted": (Part("15", "hashes, signatures"), Part("16", "recovery, cache"), Part("18", "search")),
}
"""What happens to an item of a stream, in order, and the parts that do it."""

WHOLE = "19"
"""The lesson that puts all parts together."""


def drawing_for(lesson: str) -> str:
    """Return the system as HTML, for the page of a lesson: what is built by then, and what comes later."""
    return _drawing(at=lesson, links={}, checks={})


def drawing(links: Mapping[str, str], checks: Mapping[str, Sequence[str]]) -> str:
    """Return the system as HTML, for the page of all lessons.

    By the numbers of the lessons that there are: the `links` to which parts lead, and the `checks` that light a part
    when all of them have passed in this browser (`site/practice/system.js`).
    """
    return _drawing(at="", links=links, checks=checks)


def _drawing(*, at: str, links: Mapping[str, str], checks: Mapping[str, Sequence[str]]) -> str:
    stages = "\n".join(_stage(name, parts, links, checks, at) for name, parts in SYSTEM.items())
    built = [part.name for part in _all_parts() if part.lesson <= at]
    caption = f"<figcaption>{_caption(built, at)}</figcaption>"
    whole = " whole" if at == WHOLE else ""
    return f'<figure class="system{whole}">\n<ol>\n{stages}\n</ol>\n{caption}\n</figure>'


def parts_of(lesson: str) -> list[str]:
    """Return the names of the parts that a lesson builds.

    >>> parts_of("07"), parts_of("19")
    (['windows'], [])
    """
    return [part.name for part in _all_parts() if part.lesson == lesson]


def _all_parts() -> list[Part]:
    return [part for parts in SYSTEM.values() for part in parts]


def _caption(built: Collection[str], at: str) -> str:
    if not at:
        return "The system, and the lesson that builds each part. What you have built is lit."
    if at == WHOLE:
        return "All parts are yours; this lesson runs them as one."
    if not built:
        return "The system that you are going to build. Nothing of it is yours yet."
    total = len(_all_parts())
    return f"The system after this lesson: {len(built)} of its {total} parts are yours."


def _stage(
    name: str, parts: Sequence[Part], links: Mapping[str, str], checks: Mapping[str, Sequence[str]], at: str
) -> str:
    items = "".join(_part_of(part, at) if at else _part(part, links, checks) for part in parts)
    return f"<li><span>{html.escape(name)}</span><ul>{items}</ul></li>"


def _part(part: Part, links: Mapping[str, str], checks: Mapping[str, Sequence[str]]) -> str:
    label = f"<b>{part.lesson}</b> {html.escape(part.name)}"
    if part.lesson not in links:
        return f"<li>{label}</li>"
    graded = " ".join(checks[part.lesson])
    return f'<li data-lesson="{part.lesson}" data-checks="{graded}"><a href="{links[part.lesson]}">{label}</a></li>'


def _part_of(part: Part, at: str) -> str:
    state = "now" if part.lesson == at else "yours" if part.lesson < at else "later"
    said = {"now": "this lesson", "yours": "yours", "later": "to come"}[state]
    label = f"<b>{part.lesson}</b> {html.escape(part.name)}"
    return f'<li class="{state}">{label}<span class="visually-hidden"> ({said})</span></li>'
