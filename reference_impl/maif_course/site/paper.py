"""The whole course as one PDF: `python -m maif_course.site.paper build/site` prints the built pages by Chromium.

Lessons, exercises and solutions follow each other, each lesson on a page of its own. Links between them lead inside the
book; what folds is open. Then the page of downloads names the book. Without a browser there is no book, and no link.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from maif_course.errors import CourseError
from maif_course.lesson import read_lessons

NAME = "streaming.pdf"
MARK = "<!-- paper -->"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 300  # seconds
_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
_ID = re.compile(r'(<[^>]*?\s)(?:id|name)="([^"]+)"')
_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"')
_PICTURE = re.compile(r'(<img [^>]*?src=")([^":]+")')
_NOT_PRINTED = re.compile(r'<a class="headerlink".*?</a>|<button.*?</button>', re.DOTALL)


def main(arguments: Sequence[str]) -> int:
    """Print the book of a built site; return 0, also where there is no browser to do it."""
    site = Path(arguments[0])
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"no PDF: none of {', '.join(BROWSERS)} is installed (make tools)", file=sys.stderr)
        return 0
    print_book(site, browser)
    return 0


def print_book(site: Path, browser: str) -> Path:
    """Write the book into a site, name it on the page of downloads, and return its path.

    Raises `CourseError` where the browser fails.
    """
    source, target = site / "book.html", site / NAME
    source.write_text(book(site), encoding="utf-8")
    try:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += ["--generate-pdf-document-outline", f"--print-to-pdf={target}", source.resolve().as_uri()]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    finally:
        source.unlink()
    if ran.returncode or not target.exists():
        raise CourseError(f"{browser} could not print the course: {ran.stderr.strip()[-300:]}")
    page = site / "downloads.html"
    size = f"{target.stat().st_size / 1e6:.0f} MB"
    link = f'<p>The whole course with its solutions, to print or to read: <a href="{NAME}">one PDF</a>, {size}.</p>'
    page.write_text(page.read_text(encoding="utf-8").replace(MARK, link), encoding="utf-8")
    return target


def book(site: Path) -> str:
    """Return all pages of the course as one, from those that are built."""
    names = [f"{kind}/{one.name}.html" for one in read_lessons() for kind in ("lessons", "exercises", "solutions")]
    styles = (*site.glob("assets/stylesheets/*.css"), site / "css" / "site.css")
    links = "\n".join(sorted(f'<link rel="stylesheet" href="{path.relative_to(site).as_posix()}">' for path in styles))
    chapters = "\n".join(_chapters(site, names))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>MAIF streaming</title>\n{links}\n</head>\n'
        f'<body data-md-color-scheme="default"><main class="md-typeset book">\n{chapters}\n</main></body></html>\n'
    )


def _chapters(site: Path, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        found = _ARTICLE.search((site / name).read_text(encoding="utf-8"))
        if found is None:
            raise CourseError(f"{site / name} has no article")
        yield f'<section id="{_inside(name, "")}">{_chapter(found[1], name, names)}</section>'


def _chapter(text: str, page: str, names: Sequence[str]) -> str:
    text = _NOT_PRINTED.sub("", text).replace("<details", "<details open")
    text = _ID.sub(lambda tag: f'{tag[1]}id="{_inside(page, tag[2])}"', text)
    text = _LINK.sub(lambda link: f"<a {link[1]}{_led(page, link[2], names)}", text)
    return _PICTURE.sub(lambda image: f"{image[1]}{urljoin(page, image[2])}", text)


def _inside(page: str, anchor: str) -> str:
    return f"{page.removesuffix('.html').replace('/', '-')}--{anchor}"


def _led(page: str, link: str, names: Sequence[str]) -> str:
    """Return the attribute of a link in the book: inside it, or to where the world begins; else none."""
    if urlsplit(link).scheme:
        return f'href="{link}"'
    target = urlsplit(urljoin(page, link))
    return f'href="#{_inside(unquote(target.path), target.fragment)}"' if target.path in names else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
