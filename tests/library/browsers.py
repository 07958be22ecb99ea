"""Chromium for tests of pages, and axe, which judges whether a page can be used by everybody."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PATIENCE = 60_000  # milliseconds, on a machine that has other work


def missing(what: str) -> NoReturn:
    """Skip a test for want of a tool; where everything is to be tested, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing: make tools installs it")
    pytest.skip(f"{what} is missing: make tools installs it")


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a running browser."""
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright, of the extra 'site',")
    with sync_playwright() as running:
        started = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def axe() -> str:
    """Return axe-core's source, installed under build/ at the version that is locked."""
    script = ROOT / "build/node/node_modules/axe-core/axe.min.js"
    if not script.exists():
        if shutil.which("npm") is None:
            missing("npm")
        folder = ROOT / "build/node"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, capture_output=True, text=True
        )
        if done.returncode:
            missing(f"axe-core ({done.stderr.strip()[-200:]})")
    return script.read_text(encoding="utf-8")


@dataclass
class Visit:
    """A page that is open, and what it complains about: errors, failed requests, requests to other hosts."""

    page: Any
    home: str
    complaints: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that a selector finds."""
        return [str(text).strip() for text in self.page.locator(selector).all_inner_texts()]

    def violations(self) -> list[str]:
        """Return what axe finds fault with."""
        result = self.page.evaluate(f"{axe()}; axe.run()")  # evaluated past the page's own policy
        return [
            f"{fault['id']}: {', '.join(node['html'][:120] for node in fault['nodes'])}"
            for fault in result["violations"]
        ]

    def scrolls_sideways(self) -> bool:
        """Say whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


NOTHING_TO_FIND = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}


@contextmanager
def visiting(
    browser: Any, home: str, *, width: int = 1280, height: int = 900, scheme: str = "light", searching: bool = False
) -> Iterator[Visit]:
    """Open a page, and collect what it complains about.

    Each page of the learning site reads the index of its search, for a second and more: only where that is wanted.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), home)
    note = visit.complaints.append
    context.on("console", lambda message: note(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: note(str(error.error)))
    context.on(
        "request", lambda request: None if request.url.startswith((home, "data:")) else note(f"asks {request.url}")
    )
    if not searching:
        context.route("**/search/search_index.json", lambda route: route.fulfill(json=NOTHING_TO_FIND))
    try:
        visit.page.goto(home)
        yield visit
    finally:
        context.close()
