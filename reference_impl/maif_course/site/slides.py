"""Slides of a lesson, made from its headings, what it asks, its plots and its numbers.

One page of HTML without a script: each slide fills the window, and scrolling or the keys of paging go to the next.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import markdown

from maif_course.building.predictions import is_to_predict, with_answers
from maif_course.site.notebook_page import pictures_of

NUMBER = "**The number:**"
FRAME = ("You will do", "You will learn", "You will need")
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}: slides</title>
<link rel="icon" href="../assets/images/favicon.png">
<link rel="stylesheet" href="../css/slides.css">
</head>
<body>
<main>
{slides}
</main>
</body>
</html>
"""


def slides(notebook: dict[str, Any], name: str) -> str:
    """Return the slides of an executed lesson as a page; `name` is that of its pages."""
    found = list(_slides(notebook))
    back = f'<p><a href="../lessons/{name}.html">The lesson</a></p>'
    parts = [f"<section>\n{text}\n{back if n == 0 else ''}\n</section>" for n, text in enumerate(found)]
    title = re.sub("<[^>]+>", "", found[0].partition("</h1>")[0])
    return PAGE.format(title=title, slides="\n".join(parts))


def _slides(notebook: dict[str, Any]) -> Iterator[str]:
    heading, question = "", ""
    for cell, answer in with_answers(notebook["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for part in re.split(r"^(?=##? )", source, flags=re.MULTILINE):
                heading = _heading(part) or heading
                if part.startswith("# "):
                    yield _shown("#" + part)  # the title, the question and the time
                elif number := re.search(rf"^{re.escape(NUMBER)}.*(?:\n.+)*", part, re.MULTILINE):
                    yield _shown(f"## {heading}\n\n{number[0]}", "number")
            question = source.rstrip().rpartition("\n\n")[2]
        elif is_to_predict(cell):
            yield _shown(f"## {heading}\n\n{question}") + _code(source)
            told = "\n\n".join("".join(each["source"]) for each in answer if each["cell_type"] == "markdown")
            shown = "".join(_came_out(each) for each in (cell, *answer) if each["cell_type"] == "code")
            yield _shown(f"## {heading}") + shown + _shown(told)
        elif plots := _plots(cell):
            yield _shown(f"## {heading}") + plots


def _heading(part: str) -> str:
    found = re.match(r"## (.+)", part)
    return found[1] if found and found[1] not in FRAME else ""


def _shown(text: str, kind: str = "") -> str:
    """Return a text as HTML, its headings one level up: a slide begins with the first."""
    made = markdown.markdown(re.sub(r"^#(#+ )", r"\1", text, flags=re.MULTILINE), extensions=["tables", "sane_lists"])
    return f'<div class="{kind}">{made}</div>' if kind else made


def _code(source: str) -> str:
    return f'<pre tabindex="0"><code>{html.escape(source)}</code></pre>'


def _came_out(cell: dict[str, Any]) -> str:
    texts = ["".join(output.get("text", output.get("data", {}).get("text/plain", ""))) for output in cell["outputs"]]
    return _plots(cell) or "".join(_code(text.rstrip()) for text in texts if text)


def _plots(cell: dict[str, Any]) -> str:
    alt = html.escape(cell["metadata"].get("alt", ""))
    return "".join(f'<img src="../lessons/{name}" alt="{alt}">' for name, _ in pictures_of(cell))
