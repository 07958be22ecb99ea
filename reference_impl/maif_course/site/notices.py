"""The licences of what the site gives away with its pages, as the packages themselves state them."""

from __future__ import annotations

import json
from pathlib import Path

from maif_course.site.node import packages
from maif_course.site.notebook_page import fenced

MARK = "<!-- licences -->"
GIVEN_AWAY = ("@codemirror/", "@lezer/", "@marijn/", "crelt", "style-mod", "w3c-keyname")
"""Of the npm packages, those whose code is in the site's scripts."""


def licences(root: Path) -> str:
    """Return each package with its version and the text of its licence; packages with the same text share it."""
    by_text: dict[str, list[str]] = {}
    for path in sorted(packages(root).glob("**/package.json")):
        name = path.parent.relative_to(packages(root)).as_posix()
        text = path.with_name("LICENSE")
        if name.startswith(GIVEN_AWAY) and text.exists():
            package = json.loads(path.read_text(encoding="utf-8"))
            by_text.setdefault(text.read_text(encoding="utf-8").strip(), []).append(f"{name} {package['version']}")
    return "\n\n".join(f"{', '.join(names)}:\n\n{fenced(text, 'text')}" for text, names in by_text.items())
