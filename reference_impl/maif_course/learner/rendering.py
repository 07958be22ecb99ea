"""A check's text as HTML for a notebook: prose wraps in a narrow window, only tables scroll."""

from __future__ import annotations

import html
import re
from itertools import groupby

_TABLES = ("got", "expected", "printed")
_NARROW = "margin:0;min-width:0;width:auto"
_BESIDE = 12  # characters that the name of a section takes in the text


def html_of(text: str) -> str:
    """Return what `Result.text` says of a check that did not pass as HTML.

    >>> print(html_of("NOT YET  01.1.x  Title\\n  got       a  b\\n            1  2\\n  why       Because.")
    ...     .replace("><", ">\\n<"))  # doctest: +ELLIPSIS
    <div>
    <b>NOT YET  01.1.x  Title</b>
    <dl ...>
    <dt>got</dt>
    <dd ...>
    <pre ...>a  b
    1  2</pre>
    </dd>
    <dt>why</dt>
    <dd ...>Because.</dd>
    </dl>
    </div>
    """
    head, *lines = text.split("\n")
    name, sections = "", []
    for line in lines:
        name = line[:_BESIDE].strip() or name
        sections.append((name, line[_BESIDE:]))
    parts = [
        f'<dt>{section}</dt><dd style="{_NARROW}">{_content(section, [line for _, line in group])}</dd>'
        for section, group in groupby(sections, key=lambda pair: pair[0])
    ]
    grid = "display:grid;grid-template-columns:max-content 1fr;gap:0.2em 1em;margin:0.3em 0"
    return f'<div><b>{html.escape(head)}</b><dl style="{grid}">{"".join(parts)}</dl></div>'


def with_code(text: object) -> str:
    """Return text as HTML, with code where there are backticks.

    >>> with_code("`next(x)` < 3")
    '<code>next(x)</code> &lt; 3'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(str(text)))


def _content(section: str, lines: list[str]) -> str:
    if section in _TABLES:
        content = html.escape("\n".join(lines))
        return f'<pre style="white-space:pre;overflow-x:auto;margin:0">{content}</pre>'
    if section == "why":
        return with_code(" ".join(lines))
    content = html.escape("\n".join(lines))
    return f'<code style="white-space:pre-wrap">{content}</code>'
