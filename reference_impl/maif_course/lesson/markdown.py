"""Reading Jupytext's MyST Markdown into cells that know their line.

Of that format this takes what the lessons use: a front matter, text, `+++` between two cells of text (with metadata as
JSON behind it), and fenced `{code-cell}` directives with options written `:name: value`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from maif_course.errors import LessonError

OPTIONS = {"id", "tags", "builds", "form", "needs", "minutes", "alt"}
TAGS = {"given", "piece", "check", "predict", "answer"}

_FENCE = re.compile(r"(`{3,})\{([\w-]+)\}\s*(\S*)\s*$")
_OPTION = re.compile(r":([\w-]+):\s*(.*)$")
_FIELD = re.compile(r"([\w-]+):\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `line` is the line in the file on which `source` begins, counted from 1."""

    kind: Literal["markdown", "code"]
    source: str
    line: int
    id: str = ""
    tags: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def builds(self) -> tuple[str, ...]:
        """The dotted names of the library that this cell builds."""
        return tuple(self.options.get("builds", "").replace(",", " ").split())


def read_cells(path: Path) -> list[Cell]:
    """Return a file's cells; raise `LessonError` with the line of a mark that means nothing here."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = _after_front_matter(lines)
    return [cell for cell in _Reader(path, lines).cells(start) if cell.source]


def front_matter(path: Path) -> dict[str, str]:
    """Return the fields on the first level of a file's front matter that have a value on their line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    fields = (_FIELD.match(line) for line in lines[: _after_front_matter(lines)])
    return {field[1]: field[2].strip() for field in fields if field}


def _after_front_matter(lines: list[str]) -> int:
    if lines[:1] != ["---"]:
        return 0
    return next((number + 1 for number, line in enumerate(lines) if number and line == "---"), len(lines))


class _Reader:
    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path, self._lines = path, lines

    def cells(self, position: int) -> Iterator[Cell]:
        text_start, metadata, fence = position, "", ""
        while position < len(self._lines):
            line = self._lines[position]
            opening = _FENCE.match(line)
            if fence:  # inside an ordinary code block of the text
                fence = "" if line.strip() == fence else fence
            elif opening:
                yield self._text(text_start, position, metadata)
                cell, position = self._code(position, opening)
                yield cell
                text_start, metadata = position, ""
                continue
            elif line.startswith("```"):
                fence = line[: len(line) - len(line.lstrip("`"))]
            elif line.startswith("+++"):
                yield self._text(text_start, position, metadata)
                text_start, metadata = position + 1, line[3:].strip()
            position += 1
        if fence:
            raise LessonError(f"a code block opened with {fence} is never closed", self._path, len(self._lines))
        yield self._text(text_start, position, metadata)

    def _text(self, start: int, end: int, metadata: str) -> Cell:
        while start < end and not self._lines[start].strip():
            start += 1
        source = "\n".join(self._lines[start:end]).rstrip()
        try:
            values = json.loads(metadata or "{}")
        except ValueError:
            raise LessonError(f"what follows +++ must be a JSON object, not {metadata!r}", self._path, start) from None
        return Cell("markdown", source, start + 1, values.get("id", ""), self._tags(values.get("tags", []), start))

    def _code(self, start: int, opening: re.Match[str]) -> tuple[Cell, int]:
        fence, directive, language = opening.groups()
        if (directive, language) != ("code-cell", "ipython3"):
            raise LessonError(
                f"only ```{{code-cell}} ipython3 is known here, not {opening[0]!r}", self._path, start + 1
            )
        end = next((n for n in range(start + 1, len(self._lines)) if self._lines[n].rstrip() == fence), None)
        if end is None:
            raise LessonError("this cell is never closed", self._path, start + 1)
        options: dict[str, str] = {}
        first = start + 1
        while first < end and (option := _OPTION.match(self._lines[first])):
            if option[1] not in OPTIONS:
                raise LessonError(f"unknown option :{option[1]}:", self._path, first + 1)
            options[option[1]] = option[2].strip()
            first += 1
        while first < end and not self._lines[first].strip():
            first += 1
        tags = options.pop("tags", "").strip("[]").replace(",", " ").split()
        source = "\n".join(self._lines[first:end]).rstrip()
        if not source:
            raise LessonError("this cell is empty", self._path, start + 1)
        return Cell("code", source, first + 1, options.pop("id", ""), self._tags(tags, start), options), end + 1

    def _tags(self, tags: list[str], line: int) -> tuple[str, ...]:
        if unknown := set(tags) - TAGS:
            known = ", ".join(sorted(TAGS))
            raise LessonError(f"unknown tag {min(unknown)!r}; known are {known}", self._path, line + 1)
        return tuple(tags)
