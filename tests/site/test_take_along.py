"""What can be taken along: notebooks, slides, and the whole course as one PDF."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from browsers import CHROMIUM, missing, visiting
from maif_course.lesson import read_lessons
from maif_course.site import downloads, paper


def test_each_lesson_has_an_archive_with_its_notebooks_and_their_data(site: Path) -> None:
    for lesson in read_lessons():
        with zipfile.ZipFile(site / "downloads" / f"{lesson.name}.zip") as packed:
            names = packed.namelist()
            for kind in ("lesson", "exercise"):
                notebook = f"{lesson.name}/{lesson.number}_{kind}.ipynb"
                text = packed.read(notebook).decode()
                assert json.loads(text)["nbformat"] == 4
                wanted = {f"{lesson.name}/data/{name}" for name in re.findall(r"open\(.?[\"']data/([\w.]+)", text)}
                assert wanted <= set(names)


def test_an_archive_has_the_same_bytes_each_time() -> None:
    lesson = read_lessons()[1]
    assert downloads.archive(lesson) == downloads.archive(lesson)
    assert zipfile.ZipFile(io.BytesIO(downloads.archive(lesson))).testzip() is None


def test_slides_ask_first_and_have_the_plots_and_the_number(served: str, browser: Any) -> None:
    with visiting(browser, served) as visit:
        visit.page.goto(f"{served}slides/07_windows.html")
        slides = visit.texts("section")
        pictures = visit.page.locator("img")
        broken = pictures.evaluate_all("images => images.filter(one => !one.naturalWidth || !one.alt).length")
        assert pictures.count() == 1
        assert not visit.complaints
    assert slides[0].startswith("07 When a window is finished")
    assert any("97 of 100 flights are counted in their hour" in slide for slide in slides)
    asked = next(n for n, slide in enumerate(slides) if "Which number is in none of them?" in slide)
    assert "Eight" not in slides[asked]
    assert "Eight" in slides[asked + 1]
    assert broken == 0


def test_all_pages_of_the_course_make_one_book_whose_links_stay_inside(site: Path) -> None:
    text = paper.book(site)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    inside = re.findall(r'href="#([^"]+)"', text)
    assert len(inside) > 50
    assert set(inside) <= set(ids)
    assert not re.search(r'href="(?!#|https?://|assets/|css/)', text)
    assert not [image for image in re.findall(r'<img [^>]*src="([^"]+)"', text) if not (site / image).is_file()]


def test_a_browser_prints_the_book_and_the_page_of_downloads_names_it(site: Path, tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    few = tmp_path  # lesson 01 alone is printed: all take a minute
    (few / "downloads.html").write_text(f"<p>{paper.MARK}</p>", encoding="utf-8")
    for name in ("assets", "css"):
        (few / name).symlink_to(site / name)
    for kind in ("lessons", "exercises", "solutions"):
        (few / kind).mkdir()
        for lesson in read_lessons():
            page = site / kind / f"{lesson.name}.html" if lesson.number == "01" else None
            whole = page.read_text(encoding="utf-8") if page else "<article><h1>Left out</h1></article>"
            (few / kind / f"{lesson.name}.html").write_text(whole, encoding="utf-8")
    printed = paper.print_book(few, str(CHROMIUM)).read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 3 * len(read_lessons())
    assert printed.count(b"/Subtype /Link") >= 4
    assert f'href="{paper.NAME}"' in (few / "downloads.html").read_text(encoding="utf-8")
    assert not (few / "book.html").exists()
