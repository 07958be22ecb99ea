"""The page of a server, in Chromium: hits come one by one, each once; for every hand, eye and screen."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from browsers import Visit, chromium, visiting
from maif.realtime import create_client, create_stream_processor
from maif.semantic import Hit
from maif.serve import Limits
from serving import Shelf, Trickle, breaking, free_port, numbered, serving, until_it_listens

GENEROUS = Limits(heartbeat=0.2, retry=0.05, requests_per_second=10_000)
SLOW_SERVER = """
import sys, threading
from maif.serve import Limits, Server
from serving import Trickle
wait = threading.Event().wait
Server(Trickle(lambda number: wait(0.04)), port=int(sys.argv[1]), limits=Limits(retry=0.1)).run()
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def search(visit: Visit, query: str, top_k: str = "10") -> None:
    visit.page.select_option("#top_k", top_k)
    visit.page.fill("#query", query)
    visit.page.press("#query", "Enter")


def until_done(visit: Visit) -> None:
    visit.page.locator("#status", has_text=re.compile(r" hits? in |Nothing was found")).wait_for()


def ids(visit: Visit) -> list[str]:
    return visit.texts("#hits .block")


def test_hits_appear_one_by_one(browser: Any) -> None:
    go = [threading.Event() for _ in range(5)]
    with (
        serving(Trickle(lambda number: go[number].wait(20)), limits=GENEROUS) as server,
        visiting(browser, server.url) as visit,
    ):
        search(visit, "x", "5")
        for number, gate in enumerate(go):
            assert len(ids(visit)) <= number
            gate.set()
            visit.page.locator("#hits > li").nth(number).wait_for()
        until_done(visit)
        assert ids(visit) == [f"id-{number}" for number in range(5)]
        assert all("score" in about and "ms" in about for about in visit.texts("#hits .about"))
        assert visit.complaints == []


def test_each_hit_is_there_once_though_the_server_is_killed_and_comes_back(browser: Any) -> None:
    port = free_port()
    with slow_server(port) as process, visiting(browser, f"http://127.0.0.1:{port}") as visit:
        search(visit, "x", "25")
        visit.page.locator("#hits > li").nth(4).wait_for()
        process.send_signal(signal.SIGKILL)
        process.wait()
        visit.page.locator("#status", has_text="Connection lost").wait_for()
        with slow_server(port):
            until_done(visit)
            assert ids(visit) == [f"id-{number}" for number in range(25)]


@contextmanager
def slow_server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    tests = Path(__file__).parents[1]
    program = f"import sys; sys.path.insert(0, {str(tests)!r})\n{SLOW_SERVER}"
    with subprocess.Popen([sys.executable, "-c", program, str(port)]) as process:
        try:
            until_it_listens(port)
            yield process
        finally:
            process.kill()


def test_event_source_has_each_hit_once_though_connections_break(browser: Any) -> None:
    with (
        serving(Trickle(), limits=GENEROUS) as server,
        breaking(server, after=4000) as proxy,
        visiting(browser, server.url) as visit,
    ):
        visit.page.goto(f"{proxy}/health")
        seen = visit.page.evaluate(
            """() => new Promise((resolve) => {
                const seen = [];
                const source = new EventSource("/stream/query?query=x&top_k=60");
                source.addEventListener("hit", (event) => seen.push(JSON.parse(event.data).id));
                source.addEventListener("reset", () => seen.push("reset"));
                source.addEventListener("done", () => { source.close(); resolve(seen); });
            })"""
        )
    assert seen == [f"id-{number}" for number in range(60)]


def test_everything_can_be_done_by_keyboard(browser: Any) -> None:
    with (
        serving(Shelf(numbered(10, lambda number: "word " * 200)), limits=GENEROUS) as server,
        visiting(browser, server.url) as visit,
    ):
        page, focused = visit.page, "document.activeElement"
        page.keyboard.type("how do I")
        page.keyboard.press("Enter")
        until_done(visit)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(f"{focused} === document.querySelectorAll('#hits > li')[1]")
        page.keyboard.press("Enter")
        assert page.evaluate(f"{focused}.classList.contains('open')")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(f"{focused}.id") == "query"
        page.keyboard.press("Tab")
        assert page.evaluate(f"{focused}.id") == "top_k"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("/")
        assert page.evaluate(f"{focused}.id") == "query"
        assert page.evaluate("document.querySelector('#query').value") == "how do I"


def test_escape_stops_a_search(browser: Any) -> None:
    go = threading.Event()
    with (
        serving(Trickle(lambda number: number and go.wait(20)), limits=GENEROUS) as server,
        visiting(browser, server.url) as visit,
    ):
        search(visit, "x")
        visit.page.locator("#hits > li").first.wait_for()
        visit.page.keyboard.press("Escape")
        visit.page.locator("#status", has_text="Stopped").wait_for()
        go.set()
        assert len(ids(visit)) == 1


SCRIPTS = ["<script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">", "]]>--><b>bold"]


def test_a_script_in_a_text_is_a_text(browser: Any) -> None:
    hits = [Hit(text, 0.5, text, text) for text in SCRIPTS]
    with serving(Shelf(hits), limits=GENEROUS) as server, visiting(browser, server.url) as visit:
        search(visit, SCRIPTS[0])
        until_done(visit)
        assert visit.texts("#hits .text") == SCRIPTS
        assert visit.page.locator("#hits script, #hits img, #hits b b").count() == 0
        assert visit.page.title().startswith("<script>")
        assert visit.complaints == []


def test_what_the_server_refuses_is_told(browser: Any) -> None:
    with serving(None, limits=GENEROUS) as server, visiting(browser, server.url) as visit:
        search(visit, "x")
        visit.page.locator("#status.trouble", has_text="still being loaded").wait_for()


def test_a_token_is_asked_for_and_opens_the_page(browser: Any) -> None:
    with serving(Shelf(), token="sesame", limits=GENEROUS) as server, visiting(browser, server.url) as visit:
        for token in ("wrong", "sesame"):
            visit.page.fill("#token", token)
            visit.page.press("#token", "Enter")
            if token == "wrong":
                visit.page.locator("#status.trouble", has_text="not the token").wait_for()
        visit.page.locator("#session").wait_for(state="hidden")
        search(visit, "x", "5")
        until_done(visit)
        assert len(ids(visit)) == 5


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with hits, and a live stream that goes."""

    async def ticks() -> Any:
        for number in range(100_000):
            yield {"text": f"tick {number}"}
            await asyncio.sleep(0.01)

    processor = create_stream_processor("ticks", create_client(root=tmp_path_factory.mktemp("live")), {"retries": 0})
    processor.add_iterable_source(ticks(), "clock")

    @processor.on_text_message
    async def handle(message: Any) -> None:
        if message.content == "tick 5":
            raise ValueError("the fifth tick is always late")

    texts = Shelf(numbered(30, lambda number: f"Text {number}. " + "Streams are lazy sequences of blocks. " * number))
    with serving(texts, live=processor, limits=GENEROUS) as server:
        yield server.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_can_be_used_by_everybody_on_any_screen(
    browser: Any, busy: str, scheme: str, width: int, tmp_path: Path
) -> None:
    with visiting(browser, busy, width=width, scheme=scheme) as visit:
        search(visit, "what is a stream?")
        until_done(visit)
        visit.page.locator("#happened time").first.wait_for()
        visit.page.locator("#plots path").nth(5).wait_for(state="attached")
        assert "fifth tick" in visit.texts("#happened li")[0]
        assert visit.violations() == []
        assert not visit.scrolls_sideways()
        background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 384) == (scheme == "dark")
        visit.page.screenshot(path=tmp_path / "page.png", full_page=True)
        visit.page.goto(f"{busy}/docs")
        assert visit.violations() == []
        assert not visit.scrolls_sideways()
        assert visit.complaints == []
