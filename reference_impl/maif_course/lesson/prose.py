"""The rules of prose that a machine can check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from maif_course.errors import LessonError
from maif_course.lesson.markdown import Cell
from maif_course.lesson.model import Lesson

MOST_WORDS, MOST_CODE_CELLS, MOST_PLOTS = 1_800, 12, 4
WORDS_BEFORE_CODE = 120
FIXED_HEADINGS = ("You will do", "You will learn", "You will need", "In practice")
BANNED = (
    "welcome", "let's", "crucial", "powerful", "seamless", "seamlessly", "robust", "leverage", "delve", "not only",
    "it is important", "simply", "obviously", "just",
)  # fmt: skip
SHORTEST_SENTENCE = 6  # words, from which on a sentence may stand only once

_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
_CODE_BLOCK = re.compile(r"^(`{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_SENTENCE = re.compile(r"[^.!?:|\n]+(?:\n(?!\n)[^.!?:|\n]+)*[.!?]")


def prose_problems(lesson: Lesson) -> Iterator[LessonError]:
    """Yield what is wrong with a lesson's text."""
    path = lesson.folder / "lesson.md"
    if not lesson.text:
        yield LessonError("there is no lesson.md", path)
        return
    yield from _size(lesson)
    yield from _frame(lesson)
    yield from _headings(lesson)
    yield from _plots(lesson)
    for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
        for cell in _texts(cells):
            for line, text in enumerate(_without_code(cell.source).splitlines(), start=cell.line):
                if found := _BANNED.search(text):
                    yield LessonError(f"filler: {found[0]!r}", lesson.folder / name, line)
                if text.startswith((":::", "```{")):
                    yield LessonError("text is CommonMark: JupyterLab shows no directives", lesson.folder / name, line)


def repeated_sentences(lessons: Iterable[Lesson]) -> Iterator[LessonError]:
    """Yield each sentence of at least six words that stands in the course a second time."""
    first: dict[str, str] = {}
    for lesson in lessons:
        for name, cells in (("lesson.md", lesson.text), ("exercise.md", lesson.exercise)):
            for cell in _texts(cells):
                for sentence, line in sentences(cell):
                    place = f"{lesson.name}/{name}:{line}"
                    if sentence in first:
                        what = f"this sentence stands in {first[sentence]} too: {sentence!r}"
                        yield LessonError(what, lesson.folder / name, line)
                    first.setdefault(sentence, place)


def sentences(cell: Cell) -> Iterator[tuple[str, int]]:
    """Yield a text's sentences of at least six words, in one spelling, with their lines."""
    text = _CODE_BLOCK.sub(lambda block: "\n" * block[0].count("\n"), cell.source)
    for match in _SENTENCE.finditer(text):
        words = " ".join(match[0].split()).strip("-*#> ").lower()
        if len(words.split()) >= SHORTEST_SENTENCE:
            yield words, cell.line + text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip()))


def words(cells: Iterable[Cell]) -> int:
    """Count the words of text, code left out."""
    return sum(len(_CODE_BLOCK.sub("", cell.source).split()) for cell in _texts(cells))


def _size(lesson: Lesson) -> Iterator[LessonError]:
    path = lesson.folder / "lesson.md"
    code = [cell for cell in lesson.text if cell.kind == "code"]
    if (count := words(lesson.text)) > MOST_WORDS:
        yield LessonError(f"the lesson has {count:,} words; at most {MOST_WORDS:,} are allowed", path)
    if len(code) > MOST_CODE_CELLS:
        yield LessonError(f"the lesson has {len(code)} code cells; at most {MOST_CODE_CELLS} are allowed", path)
    if not code:
        yield LessonError("the lesson has no code", path)
    elif (before := words(lesson.text[: lesson.text.index(code[0])])) > WORDS_BEFORE_CODE:
        yield LessonError(
            f"the first code comes after {before} words, not within {WORDS_BEFORE_CODE}", path, code[0].line
        )


def _frame(lesson: Lesson) -> Iterator[LessonError]:
    """A lesson has one question in one sentence and one number to remember; whoever predicts is asked first."""
    path = lesson.folder / "lesson.md"
    text = "\n\n".join(cell.source for cell in _texts(lesson.text))
    if not lesson.text[0].source.startswith(f"# {lesson.number} "):
        yield LessonError(f"the lesson begins with its heading, '# {lesson.number} …'", path, lesson.text[0].line)
    if not lesson.question.endswith("?") or len(re.findall(r"[.!?](?:\s|$)", lesson.question)) != 1:
        yield LessonError("the lesson needs one paragraph '**The question:** …?', of one sentence", path)
    if not lesson.reading:
        yield LessonError(
            "the lesson does not say how long it takes to read: write 'minutes: 25' above the second ---", path, 1
        )
    number = re.search(r"^\*\*The number:\*\* (.+(?:\n.+)*)", text, re.MULTILINE)
    if not number or not re.search(r"\d", number[1]):
        yield LessonError("the lesson needs one paragraph '**The number:** …', with a number to remember", path)
    for before, cell in zip((None, *lesson.text), lesson.text, strict=False):
        if "predict" in cell.tags and not (before and before.kind == "markdown" and "?" in before.source[-300:]):
            yield LessonError("before a cell tagged predict, the text asks what it will show", path, cell.line)
    told = [cell for cell in lesson.text if cell.kind == "markdown" or "predict" in cell.tags]
    for asked, answer in pairwise(told):
        if "predict" in asked.tags and answer.source.startswith(("#", "**The number")):
            yield LessonError("behind a cell tagged predict, a paragraph answers", path, asked.line)


def _plots(lesson: Lesson) -> Iterator[LessonError]:
    """Who cannot see a plot reads one sentence and a small table, which begins the text behind it."""
    path = lesson.folder / "lesson.md"
    plots = [
        (cell, after)
        for cell, after in pairwise((*lesson.text, None))
        if cell and ("alt" in cell.options or "plt.show()" in cell.source)
    ]
    if len(plots) > MOST_PLOTS:
        yield LessonError(f"the lesson has {len(plots)} plots; at most {MOST_PLOTS} are allowed", path)
    for cell, after in plots:
        if "alt" not in cell.options:
            yield LessonError("a plot needs an :alt:, one sentence of what it shows", path, cell.line)
        if not (after and after.source.startswith("|")):
            yield LessonError("behind a plot comes a table of the few numbers that it shows", path, cell.line)


def _headings(lesson: Lesson) -> Iterator[LessonError]:
    path = lesson.folder / "lesson.md"
    found: list[str] = []
    for cell in _texts(lesson.text):
        for line, text in enumerate(_without_code(cell.source).splitlines(), start=cell.line):
            if not text.startswith("##"):
                continue
            heading = text.lstrip("# ")
            found.append(heading)
            if heading not in FIXED_HEADINGS and (len(heading.split()) < 4 or heading.endswith(("?", ":", "."))):
                yield LessonError(f"a heading states a finding in at least four words: {heading!r}", path, line)
    for heading in FIXED_HEADINGS:
        if found.count(heading) != 1:
            yield LessonError(f"the lesson needs one heading '## {heading}'", path)


def _texts(cells: Iterable[Cell]) -> Iterator[Cell]:
    return (cell for cell in cells if cell.kind == "markdown")


def _without_code(text: str) -> str:
    text = _CODE_BLOCK.sub(lambda block: "\n" * block[0].count("\n"), text)
    return _INLINE_CODE.sub("", text)
