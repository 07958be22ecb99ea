"""The learning site: whole, at home everywhere without a network, and fit to read on any screen."""

import functools
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from markdown_it import MarkdownIt

import maif
from maif_course.errors import UnknownNameError
from maif_course.lesson.prose import BANNED

for package in ("mkdocs", "material", "mkdocstrings_handlers.python"):
    pytest.importorskip(package, reason="the site needs the extra 'site'")

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
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
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` builds it: a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


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


def test_cells_to_predict_are_folded_and_show_code_and_output_apart(site: Path) -> None:
    text = (site / "lessons" / "01_generators.html").read_text(encoding="utf-8")
    folded = re.findall(r'<details class="predict">(.*?)</details>', text, re.DOTALL)
    assert len(folded) == 6
    assert all(("language-python" in part) != ('class="language-text output' in part) for part in folded)


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


# In a browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of a server on this machine that has the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser test needs the extra 'site'")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: make tools installs it")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desktop"])
def test_pages_work_in_a_browser(scheme: str, size: tuple[int, int], served: str, site: Path, browser: Any) -> None:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    context.on("request", lambda request: None if request.url.startswith(served) else complaints.append(request.url))
    page = context.new_page()
    of_other_kinds = ("*.html", "exercises/01_*.html", "solutions/01_*.html", "understand/*.html", "reference/mo*.html")
    for path in (path for pattern in ("lessons/*.html", *of_other_kinds) for path in sorted(site.glob(pattern))):
        page.goto(served + path.relative_to(site).as_posix())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} scrolls sideways"

    page.goto(f"{served}lessons/01_generators.html", wait_until="networkidle")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 384) == (scheme == "dark")

    answer = page.locator("details.predict").nth(1)
    assert not answer.locator("code").is_visible()
    answer.locator("summary").click()
    assert answer.locator("code").is_visible()

    if size[0] < 1000:
        page.locator("label.md-header__button[for=__search]").click()
    page.locator("input.md-search__input").press_sequentially("watermark")
    page.locator("a.md-search-result__link").first.wait_for()
    assert not complaints
    context.close()
