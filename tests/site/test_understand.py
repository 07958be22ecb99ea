"""What pages tell is so: their code runs, their terms have a home, their drawings show what is there."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from browsers import ROOT, visiting
from maif_course.lesson import read_lessons

UNDERSTAND = ROOT / "site" / "understand"


def test_the_hunt_for_a_bug_finds_what_the_page_says() -> None:
    text = (UNDERSTAND / "concurrency.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    printed, told = io.StringIO(), ""
    for language, block in re.findall(r"```(python|text)\n(.*?)```", text, re.DOTALL):
        if language == "text":
            told += block
        else:
            with contextlib.redirect_stdout(printed):
                exec(compile(block, "concurrency.md", "exec"), names)
    assert told
    assert printed.getvalue() == told


def test_the_cheat_sheet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.txt").write_text("one\ntwo\n")
    Path("people.jsonl").write_text('{"name": "Ada"}\n')
    Path("t.csv").write_text("a,b\n1,2\n")
    blocks = re.findall(r"```python\n(.*?)```", (UNDERSTAND / "cheatsheet.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for block in blocks:
            exec(compile(block, "cheatsheet.md", "exec"), names)
    assert names["lengths"] == [1, 2]
    assert [len(batch) for batch in names["batches"]] == [16] * 6 + [4]
    assert names["texts"] == ["A text"]


def test_the_cheat_sheet_prints_on_one_sheet(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}understand/cheatsheet.html") as visit:
        paper = visit.page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "1cm"))
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_each_term_of_the_glossary_has_one_home_which_speaks_of_it() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| \{(\d\d)\} \|$", (UNDERSTAND / "glossary.md").read_text(), re.MULTILINE)
    lessons = {lesson.number: lesson for lesson in read_lessons()}
    terms = [term.strip() for terms, _ in rows for term in terms.split(",")]
    assert len(terms) == len(set(terms)) > 50
    silent = []
    for named, number in rows:
        if number in lessons:
            said = " ".join(cell.source.lower() for cell in (*lessons[number].text, *lessons[number].exercise))
            silent += [
                (number, term) for term in named.split(", ") if term.strip().lower() not in " ".join(said.split())
            ]
    assert not silent


def test_the_house_is_drawn_as_the_library_lists_it(site: Path) -> None:
    listed = re.search(
        r"## The floors of `maif`\n(.*?)\n## ", (ROOT / "reference_impl/maif/README.md").read_text(), re.DOTALL
    )
    assert listed
    drawn = re.search(
        r'<figure class="floors">.*?</figure>', (site / "understand/architecture.html").read_text(), re.DOTALL
    )
    assert drawn
    rooms = [
        room
        for row in re.findall(r"^\| \d [^|]+\| ([^|]+)", listed[1], re.MULTILINE)
        for room in re.findall(r"`(\w+)`", row)
    ]
    assert re.findall(r"<code>(\w+)</code>", drawn[0]) == rooms
    assert "../lessons/07_windows.html" in drawn[0]
