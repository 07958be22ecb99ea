"""A notebook as a page of the site: Markdown, and the pictures that its cells drew.

Code is shown like all code of the site, and outputs lie below it. What a cell tagged `predict` puts out is folded,
together with the text that answers: first read, then predict, then look.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from maif_course.building.predictions import with_answers
from maif_course.errors import CourseError
from maif_course.lesson.answers import BEGIN, END

WHAT_CAME_OUT = "What came out, once you have said what you expect"


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """A page's Markdown, and the bytes of its pictures by the names that the page uses."""

    markdown: str
    pictures: dict[str, bytes] = field(default_factory=dict)


def notebook_page(notebook: dict[str, Any]) -> NotebookPage:
    """Return the page of a notebook.

    >>> cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": ["1 + 1"],
    ...         "outputs": [{"output_type": "execute_result", "data": {"text/plain": ["2"]}}]}
    >>> print(notebook_page({"cells": [cell]}).markdown)
    ```python
    1 + 1
    ```
    <BLANKLINE>
    ```{ .text .output }
    2
    ```
    <BLANKLINE>
    """
    pictures: dict[str, bytes] = {}
    blocks = [block for cell, answer in with_answers(notebook["cells"]) for block in _blocks(cell, answer, pictures)]
    return NotebookPage("\n\n".join(blocks) + "\n", pictures)


def fenced(text: str, kind: str) -> str:
    """Return a text as a block of code, in a fence that the text does not contain.

    >>> print(fenced("a ``` b", "text"))
    ````text
    a ``` b
    ````
    """
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{kind}\n{text.rstrip()}\n{fence}"


def pictures_of(cell: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that a cell drew, each with the name that pages give it."""
    drawn = (_picture(cell, number, output) for number, output in enumerate(cell.get("outputs", ())))
    return (picture for picture in drawn if picture)


def without_marks(source: str) -> str:
    """Return a piece's cell without the marks around its solution."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in (BEGIN, END))


def _blocks(cell: dict[str, Any], answer: list[dict[str, Any]], pictures: dict[str, bytes]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        # Python-Markdown renders what is inside an HTML element only when told to.
        yield source.replace("<details>", '<details markdown="1">')
        return
    yield fenced(without_marks(source), "python")
    outputs = [_output(cell, number, output, pictures) for number, output in enumerate(cell.get("outputs", ()))]
    if answer:
        told = [block for each in answer for block in _blocks(each, [], pictures)]
        yield _folded(WHAT_CAME_OUT, *outputs, *told)
    else:
        yield from outputs


def _output(cell: dict[str, Any], number: int, output: dict[str, Any], pictures: dict[str, bytes]) -> str:
    if output["output_type"] == "stream":
        return _text_output("".join(output["text"]))
    data = {kind: value if isinstance(value, str) else "".join(value) for kind, value in output.get("data", {}).items()}
    if picture := _picture(cell, number, output):
        name, pictures[picture[0]] = picture
        return f'<img class="plot" alt="{html.escape(cell["metadata"]["alt"])}" src="{name}">'
    if "text/html" in data:
        return f'<div class="output">\n{data["text/html"]}\n</div>'
    if "text/plain" in data:
        return _text_output(data["text/plain"])
    raise CourseError(f"the cell {cell['id']} has an output that the site cannot show: {output['output_type']}")


def _picture(cell: dict[str, Any], number: int, output: dict[str, Any]) -> tuple[str, bytes] | None:
    data = output.get("data", {})
    for kind, ending in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            drawn = "".join(data[kind])
            return f"{cell['id']}-{number}.{ending}", drawn.encode() if ending == "svg" else base64.b64decode(drawn)
    return None


def _text_output(text: str) -> str:
    return fenced(text, "{ .text .output }")


def _folded(summary: str, *blocks: str) -> str:
    inside = "\n\n".join(blocks)
    return f'<details class="predict" markdown="1">\n<summary>{summary}</summary>\n\n{inside}\n\n</details>'
