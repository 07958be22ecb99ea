"""What MkDocs calls while it builds the site; `mkdocs.yml` names this file under `hooks`.

Lessons, exercises and solutions become pages straight from their notebooks. In any page,
`<!-- check 01.2.ends walk_trusts_size -->` is replaced by what that check says of that wrong answer.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from maif_course.errors import UnknownNameError
from maif_course.lesson import read_lessons
from maif_course.proving.matrix import Row, results, rows
from maif_course.sandbox import apart
from maif_course.site.notebook_page import fenced, notebook_page

FOLDERS = {"lessons": "notebooks", "exercises": "exercises", "solutions": "solutions"}
"""Folders of the site, and where their notebooks lie."""

IN_NAVIGATION = {"Learn": "lessons", "Practise": "exercises"}

_BEFORE = {
    "exercises": "To work on these tasks, run `maif-course start` and open `{name}/{number}_exercise.ipynb`. "
    "[The lesson](../lessons/{name}.md) comes first, [the solutions](../solutions/{name}.md) last.",
    "solutions": "The solutions to [these exercises](../exercises/{name}.md), with the answers to the questions.",
}
_AFTER = {"lessons": "Now build it yourself: [the exercises of this lesson](../exercises/{name}.md)."}
_QUOTED_CHECK = re.compile(r"<!-- check ([\w.]+) (\w+) -->")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the lessons and exercises that there are into the navigation."""
    for section in config.nav or []:
        for title, pages in section.items():
            if folder := IN_NAVIGATION.get(title):
                pages.extend(f"{folder}/{path.stem}.md" for path in _notebooks(config, folder))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made from notebooks, with their pictures, and the benchmarks."""
    for folder in FOLDERS:
        for path in _notebooks(config, folder):
            page = notebook_page(json.loads(path.read_text(encoding="utf-8")))
            text = _framed(page.markdown, folder, path.stem)
            files.append(File.generated(config, f"{folder}/{path.stem}.md", content=text))
            for name, picture in page.pictures.items():
                files.append(File.generated(config, f"{folder}/{name}", content=picture))
    benchmarks = _root(config) / "benchmarks"
    files.append(File.generated(config, "understand/benchmarks.md", abs_src_path=str(benchmarks / "README.md")))
    for path in sorted(benchmarks.glob("*.svg")):
        files.append(File.generated(config, f"understand/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Run the checks that a page quotes."""
    return _QUOTED_CHECK.sub(lambda quoted: fenced(what_check_says(*quoted.groups()), "text"), markdown)


def what_check_says(check: str, answer: str) -> str:
    """Return the text that a check shows for one of the answers that its task knows; "solution" is one of them."""
    for row in (row for lesson in read_lessons() for row in rows(lesson) if row.name == answer):
        if check in {known.id for known in row.task.checks}:
            return apart(partial(_told, row))[check]
    raise UnknownNameError(f"a page quotes what {check} says of {answer}: no task has both")


def _told(row: Row) -> dict[str, str]:
    return {result.check: result.text() for result in results(row, None)}


def _framed(markdown: str, folder: str, name: str) -> str:
    """Return a page with its place in the course said below its title and at its end."""
    title, _, text = markdown.partition("\n")
    before, after = (frame.get(folder, "").format(name=name, number=name[:2]) for frame in (_BEFORE, _AFTER))
    front = "---\nsearch:\n  exclude: true\n---\n" if folder == "solutions" else ""
    return "\n\n".join([f"{front}{title}", before, text.strip(), after])


def _notebooks(config: MkDocsConfig, folder: str) -> list[Path]:
    return sorted((_root(config) / FOLDERS[folder]).glob("[0-9][0-9]_*.ipynb"))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
