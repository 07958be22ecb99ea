"""One page that stands by itself: no file beside it, no request to anybody, readable in the dark and on paper."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

from maif_course.learner.rendering import with_code

_STYLE = Path(__file__).with_name("page.css")


def page(title: str, *parts: str) -> str:
    """Return a page of these parts of HTML, headed by its title."""
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
    )
    return f"{head}<body>\n<main>\n<h1>{escaped(title)}</h1>\n{''.join(parts)}</main>\n</body>\n</html>\n"


def escaped(text: object) -> str:
    """Return a value's text as HTML shows it."""
    return html.escape(str(text))


def paragraph(text: object, kind: str = "") -> str:
    """Return a paragraph of text; code between backticks is shown as code."""
    return f"<p{_class(kind)}>{with_code(text)}</p>\n"


def table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table; cells that are numbers stand to the right, and HTML is what begins with a tag of ours."""
    lines = [list(row) for row in rows]
    numeric = [all(isinstance(line[n], (int, float)) for line in lines) for n in range(len(heads))]
    head = "".join(f"<th{_number(is_one)}>{escaped(name)}</th>" for name, is_one in zip(heads, numeric, strict=True))
    body = "".join(f"<tr>{''.join(map(_cell, line, numeric))}</tr>\n" for line in lines)
    return f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n'


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def share(part: float, whole: float, label: str) -> Html:
    """Return a bar of how much of a whole something is."""
    return Html(f'<meter min="0" max="{whole:g}" value="{part:g}" aria-label="{escaped(label)}"></meter>')


def _cell(value: object, is_number: bool) -> str:
    text = value if isinstance(value, Html) else f"{value:g}" if isinstance(value, float) else with_code(value)
    return f"<td{_number(is_number)}>{text}</td>"


def _number(is_one: bool) -> str:
    return _class("number") if is_one else ""


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
