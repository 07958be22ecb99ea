"""`maif index` and `maif search`: texts by their words and their meaning, as lines for people or as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from maif.cli.terminal import counted, on_lines, on_one_line, say
from maif.errors import InvalidArgumentError
from maif.semantic import Hit, SearchIndex
from maif.semantic.building import title_of
from maif.semantic.stems import question_words, stem, words_of

if TYPE_CHECKING:
    from rich.text import Text

    from maif.semantic.search_index import Built, Mode

SHOWN = 3  # lines of a text
WIDTH = 160  # characters of a line
_WORD = re.compile(r"[^\W_]+")


def files_and_question(arguments: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the files, and the question, which is the last argument; raise `InvalidArgumentError` if one is missing.

    >>> files_and_question(["notes.maif", "what is a stream?"])
    (['notes.maif'], 'what is a stream?')
    """
    *files, question = arguments
    if not files:
        raise InvalidArgumentError(f"{question!r} is all there is: give one file or more, and the question last")
    if not question.strip():
        raise InvalidArgumentError("the question, which is the last argument, has no words")
    return files, question


def show_indexes(paths: Sequence[str]) -> None:
    """Index files, and print what became of each."""
    with SearchIndex() as index:
        for path in paths:
            for built in index.build([path]):
                print(on_one_line(told(built)), flush=True)


def told(built: Built) -> str:
    """Return what became of a file's index, and why it was made."""
    texts = counted(built.documents, "text")
    if built.stored is None:
        return f"{built.path}: {texts}, not stored: {built.why}"
    return f"{built.path}: {texts} in {built.stored}" + (f", made now: {built.why}" if built.why else "")


def found_in(paths: Sequence[str], question: str, count: int, mode: Mode) -> Iterator[Hit]:
    """Yield what answers a question best, the best first; what had to be indexed first is told on stderr."""
    with SearchIndex() as index:
        for built in index.build(paths):
            if built.why:
                say(told(built))
        yield from index.search(question, count, mode=mode)


def show_json_hits(hits: Iterator[Hit]) -> None:
    """Print a JSON object a hit, each on its own line."""
    for rank, hit in enumerate(hits, 1):
        described: dict[str, Any] = {"rank": rank, "score": hit.score, "id": hit.id, "source": hit.source}
        if hit.block is not None:
            described |= {"block": hit.block.index, "title": title_of(hit.block)}
        print(json.dumps(described | {"text": hit.text}), flush=True)


def show_hits(hits: Iterator[Hit], question: str) -> None:
    """Print the hits for people: where each is, and of its text the lines that answer best, with the words marked."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    stems, rank = frozenset(question_words(question)), 0
    for rank, hit in enumerate(hits, 1):
        place = "" if hit.block is None else f"{hit.source} {hit.block.index}"
        title = "" if hit.block is None else title_of(hit.block)
        heading = Text(f"{rank:>2}  {hit.score:.2f}  ").append(on_one_line(place), "dim")
        console.print(heading + marked(f"  {on_one_line(title)}", stems))
        for line in best_lines(hit.text, stems):
            console.print(Text("          ") + marked(on_lines(line), stems))
    if not rank:
        say("nothing found")


def best_lines(text: str, stems: frozenset[str]) -> list[str]:
    """Return the lines of a text from the first of those on that have the most words of a question; three at most.

    >>> best_lines("one\\nto merge\\nmerge sorted streams\\nend", frozenset(["merg", "sort"]))
    ['merge sorted streams', 'end']
    """
    lines = [line.strip()[:WIDTH] for line in text.splitlines() if line.strip()]
    having = [len(stems.intersection(map(stem, words_of(line)))) for line in lines]
    best = having.index(max(having)) if lines else 0
    return lines[best : best + SHOWN]


def marked(line: str, stems: frozenset[str]) -> Text:
    """Return a line with the words of a question in bold."""
    from rich.text import Text

    text = Text(line)
    for word in _WORD.finditer(line):
        if stem(word[0].lower()) in stems:
            text.stylize("bold", *word.span())
    return text
