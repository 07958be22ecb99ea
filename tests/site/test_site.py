"""The learning site: whole, at home everywhere without a network, and fit to read on any screen."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from markdown_it import MarkdownIt

import maif
from maif_course.errors import UnknownNameError
from maif_course.lesson.prose import BANNED

for package in ("mkdocs", "material", "mkdocstrings_handlers.python"):
    pytest.importorskip(package, reason="the site needs the extra 'site'")

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}


@dataclass
class Page(HTMLParser):
    """What a page of the site points at."""

    path: Path
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    images: list[dict[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids |= {value for name in ("id", "name") if (value := values.get(name))}
        if tag == "a" and (link := values.get("href")):
            self.links.append(link)
        if target := values.get(LOADED.get(tag, "")):
            self.resources.append(target)
        if tag == "img":
            self.images.append(values)

    def __hash__(self) -> int:
        return hash(self.path)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}


def test_every_notebook_has_its_page(site: Path) -> None:
    for kind, folder in (("notebooks", "lessons"), ("exercises", "exercises"), ("solutions", "solutions")):
        wanted = {path.stem for path in ROOT.glob(f"{kind}/*.ipynb")}
        assert wanted
        assert {path.stem for path in site.glob(f"{folder}/*.html")} == wanted


def test_lists_and_tables_of_a_lesson_come_out_as_in_jupyter(site: Path) -> None:
    jupyter = MarkdownIt("commonmark").enable("table")
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        wanted = "".join(jupyter.render("".join(c["source"])) for c in cells if c["cell_type"] == "markdown")
        text = (site / "lessons" / f"{path.stem}.html").read_text(encoding="utf-8")
        article = re.search(r"<article.*?</article>", text, re.DOTALL)
        assert article
        for element in ("<li>", "<tr>", "<blockquote>", "<strong>"):
            assert article[0].count(element) == wanted.count(element), f"{path.stem}: {element}"


def test_pages_have_no_filler() -> None:
    filler = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "site").rglob("*.md")}
    assert not [(name, found[0]) for name, text in texts.items() if (found := filler.search(text))]


def test_no_page_loads_anything_from_another_host(site: Path, pages: dict[Path, Page]) -> None:
    assert not [(path.name, url) for path, page in pages.items() for url in page.resources if urlsplit(url).netloc]
    styles = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    assert styles
    assert not [path.name for path, text in styles.items() if re.search(r"url\([\"']?(?:https?:)?//|@import", text)]


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links + page.resources:
            url = urlsplit(urljoin(path.as_uri(), link))
            if url.scheme != "file":
                continue
            target = Path(unquote(url.path))
            anchor = unquote(url.fragment)
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].ids):
                broken.append(f"{path.name}: {link}")
    assert not broken


def test_every_image_says_what_it_shows(pages: dict[Path, Page]) -> None:
    assert not [(path.name, image["src"]) for path, page in pages.items() for image in page.images if not image["alt"]]


def test_every_public_name_of_the_library_is_in_the_reference(pages: dict[Path, Page]) -> None:
    described = {name.rsplit(".", 1)[-1] for page in pages.values() for name in page.ids if name.startswith("maif.")}
    assert set(maif.__all__) <= described


def test_examples_in_the_reference_are_code(site: Path) -> None:
    text = (site / "reference" / "moving.html").read_text(encoding="utf-8")
    assert "<blockquote" not in text
    assert 'class="language-pycon highlight"' in text


def test_what_is_to_be_predicted_is_folded_together_with_its_answer(site: Path) -> None:
    text = (site / "lessons" / "01_generators.html").read_text(encoding="utf-8")
    folded = re.findall(r'<details class="predict">(.*?)</details>', text, re.DOTALL)
    assert len(folded) == 3
    assert all('class="language-text output' in part and "<p>" in part for part in folded)
    assert "<p>Line 164 is the flight" in folded[0]
    shown = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    assert "honolulu" in shown
    assert "Line 164 is the flight" not in shown
    assert "would work on a source that never ends" not in shown


def test_solutions_show_no_marks_and_are_not_found_by_searching(site: Path) -> None:
    assert "END SOLUTION" not in (site / "solutions" / "01_generators.html").read_text(encoding="utf-8")
    assert "solutions/" not in (site / "search" / "search_index.json").read_text(encoding="utf-8")


def test_a_page_quotes_what_a_check_really_says(site: Path) -> None:
    text = (site / "checks.html").read_text(encoding="utf-8")
    assert "PASS     01.2.ends" in text
    assert "NOT YET  01.2.ends" in text


def test_a_page_cannot_quote_an_answer_that_no_task_has() -> None:
    hook = pytest.importorskip("maif_course.site.hook")
    with pytest.raises(UnknownNameError, match="no task has both"):
        hook.what_check_says("01.2.ends", "no_such_answer")
