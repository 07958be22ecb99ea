"""Examples in docstrings, made readable for Markdown.

Markdown takes a line that begins with `>>>` for a quotation. This extension of Griffe, which reads the docstrings for
the reference, puts each example into a block of code before they are rendered.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).+)*", re.MULTILINE)


def with_fences(docstring: str) -> str:
    """Return a docstring with its examples in blocks of code. An example ends at an empty line.

    >>> with_fences("Add.\\n\\n>>> add(1, 1)\\n2\\n\\nThat is all.")
    'Add.\\n\\n```pycon\\n>>> add(1, 1)\\n2\\n```\\n\\nThat is all.'
    """
    return _EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", docstring)


class FencedDoctests(griffe.Extension):
    """Puts the examples of every docstring into blocks of code."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of whatever has been read."""
        if obj.docstring:
            obj.docstring.value = with_fences(obj.docstring.value)
