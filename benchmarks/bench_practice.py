"""Exercises in the page: from pressing Check to the first verdict, later ones, and what a browser has to load."""

from __future__ import annotations

import functools
import gzip
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.harness import Row, figure
from maif_course.lesson import read_lessons
from maif_course.site.bundle import make

ROOT = Path(__file__).parents[1]
ROUNDS, VERDICTS = 3, 20
PAGE = """<!doctype html><title>{0}</title><body><div data-practice="{0}"></div>
<script type="module" src="practice/x/page.js"></script>"""


class Counting(SimpleHTTPRequestHandler):
    """Hands out the site, as something to keep, and counts the bytes."""

    sent = 0

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=31536000, immutable")
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        Counting.sent += len(data)
        outputfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Counting, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def checked(page: Any, answer: str, verdicts: int) -> list[float]:
    """Return how long each press of Check took to show its first verdict."""
    page.locator(".cm-content").wait_for()
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(answer)
    seconds = []
    for _ in range(verdicts):
        start = time.perf_counter()
        page.keyboard.press("Control+Enter")
        page.locator(".practice-passed").first.wait_for()
        page.locator("[aria-disabled=false]").wait_for()
        seconds.append(time.perf_counter() - start)
        page.evaluate("document.querySelector('.practice-passed').parentElement.replaceChildren()")
    return seconds


def rows() -> Iterator[Row]:
    tasks = {task.piece.id: task for lesson in read_lessons(numbers=("01", "07")) for task in lesson.tasks}
    first, later = tasks["t01-2"], tasks["t07-1"]
    cold, again, warm, sent = [], [], [], []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as running:
        folder = Path(name)
        (folder / "practice").mkdir()
        made = folder / "practice/x"
        made.mkdir()
        make(ROOT, made)
        for task in (first, later):
            (folder / f"{task.piece.id}.html").write_text(PAGE.format(task.piece.id))
        with served(folder) as address:
            for number in range(ROUNDS):
                profile = folder / f"profile{number}"
                browser = running.chromium.launch_persistent_context(
                    profile, executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page()
                page.set_default_timeout(120_000)
                Counting.sent = 0
                page.goto(f"{address}{first.piece.id}.html")
                start, *others = checked(page, first.solution, VERDICTS)
                cold.append(start)
                warm += others
                sent.append(Counting.sent)
                page.goto(f"{address}{later.piece.id}.html")
                again += checked(page, later.solution, 1)
                browser.close()
        packed = sum(len(gzip.compress(path.read_bytes())) for path in made.rglob("*.*") if path.suffix != ".ipynb")
    yield Row("first verdict, in a new profile", f"{figure(statistics.median(cold))} s", "")
    yield Row("first verdict on a later page", f"{figure(statistics.median(again))} s", "")
    checks = len(first.checks)
    yield Row(f"a later press of Check, {checks} verdicts", f"{figure(statistics.median(warm) * 1000)} ms", "")
    yield Row("loaded for the first verdict", f"{figure(statistics.median(sent) / 1e6)} MB", "")
    yield Row("all of it, as a server sends it compressed", f"{figure(packed / 1e6)} MB", "")
