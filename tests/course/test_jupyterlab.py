"""A real JupyterLab in a real browser, at the size of a small laptop's half screen."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learners import Learner
from maif_course.learner.lab import lab_command

CHROMIUM = Path("/usr/bin/chromium")
OPEN = ".jp-Notebook .jp-Cell"
CHANGED = ".lm-TabBar-tab.jp-mod-dirty"

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("jupyterlab")


@pytest.fixture
def address(learner: Learner) -> Iterator[str]:
    """Where JupyterLab serves the workspace, as `start` opens it."""
    command, environment = lab_command(learner.workspace)
    server = subprocess.Popen(
        [*command, "--no-browser", "--ServerApp.port=0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stderr is not None
        yield next(found[0] for line in server.stderr if (found := re.search(r"http://127\S+", line)))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of a browser."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: make tools installs it")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 900, "height": 900})
        browser.close()


def test_a_notebook_opens_unchanged_at_the_lesson_and_shows_a_failed_check_in_whole(
    learner: Learner, address: str, page: Any
) -> None:
    assert "/lab/tree/07_windows/07_lesson.ipynb?token=" in address
    page.set_default_timeout(60_000)
    page.goto(address.replace("07_lesson", "07_exercise"))
    page.wait_for_selector(OPEN)
    page.wait_for_selector("text=| Idle")  # the kernel has said all that it has to say
    assert page.locator(CHANGED).count() == 0
    assert "Formgrader" not in page.inner_text("body")

    learner.write("def time_windows(*args, **kwargs): return iter(())")
    page.goto(address.replace("07_lesson", "07_exercise") + "&reset")
    page.wait_for_selector(OPEN)
    page.wait_for_selector("text=| Idle")
    page.locator(OPEN).first.click()
    for _ in range(12):
        page.keyboard.press("Shift+Enter")
    table = page.locator(".jp-OutputArea-output dd pre").first
    table.wait_for()
    assert table.evaluate("it => getComputedStyle(it).whiteSpace") == "pre"
    prose = page.locator(".jp-OutputArea-output dd >> text=/[a-z]/").last
    assert prose.evaluate("it => it.scrollWidth <= it.clientWidth")
