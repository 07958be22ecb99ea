"""What pages tell is so: their code runs, their terms have a home, their drawings show what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from browsers import ROOT, visiting
from maif_course.lesson import read_lessons

UNDERSTAND = ROOT / "site" / "understand"


def _run(code: str, folder: Path) -> str:
    """Run code in a process and a folder of its own; return what it prints."""
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_hunt_for_a_bug_finds_what_the_page_says(tmp_path: Path) -> None:
    text = (UNDERSTAND / "concurrency.md").read_text(encoding="utf-8")
    told = "".join(re.findall(r"```text\n(.*?)```", text, re.DOTALL))
    assert told
    assert _run("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), tmp_path) == told


def test_the_cheat_sheet_runs(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("one\ntwo\n")
    (tmp_path / "people.jsonl").write_text('{"name": "Ada"}\n')
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    blocks = re.findall(r"```python\n(.*?)```", (UNDERSTAND / "cheatsheet.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 7
    shown = "print(first, [len(batch) for batch in batches], pairs, texts)"
    printed = _run("\n".join([*blocks, shown]), tmp_path).splitlines()
    assert printed[-1] == "['1', '2', '3'] [16, 16, 16, 16, 16, 16, 4] [['a', 'b'], ['c', 'd']] ['A text']"


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
