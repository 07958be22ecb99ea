"""Search finds what people look for, from a server and from a disk."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from browsers import visiting

QUERIES: dict[str, str] = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))

ASK = """async queries => {
    const worker = new Worker(JSON.parse(document.getElementById('__config').textContent).search);
    const ask = message => new Promise(told => {
        worker.onmessage = ({data}) => told(data);
        worker.postMessage(message);
    });
    const {config, docs} = await (await fetch('search/search_index.json')).json();
    await ask({type: 0, data: {config, docs, options: {}}});
    const found = [];
    for (const query of queries) {
        const {data} = await ask({type: 2, data: query});
        found.push(data.items.slice(0, 3).map(([best]) => best.location.split('#')[0]));
    }
    return found;
}"""
"""Asks the search's own worker, as the page does, and gives the three best pages for each query."""


def test_search_finds_what_people_look_for(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}start.html", searching=True) as visit:
        found = dict(zip(QUERIES, visit.page.evaluate(ASK, list(QUERIES)), strict=True))
    assert len(QUERIES) == 60
    assert not {query: found[query] for query, page in QUERIES.items() if page not in found[query]}
    second = {query: found[query] for query, page in QUERIES.items() if found[query][0] != page}
    assert len(second) <= 6, second


@pytest.mark.parametrize("origin", ["a server", "a disk"])
def test_a_reader_types_and_goes_to_the_best_page(origin: str, served: str, site: Path, browser: Any) -> None:
    home = served if origin == "a server" else f"{site.as_uri()}/"
    with visiting(browser, home, searching=True) as visit:
        visit.page.goto(f"{home}checks.html")
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("how do I handle late data")
        best = visit.page.locator("a.md-search-result__link").first
        best.wait_for()
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"{home}lessons/07_windows.html*")
        assert not visit.complaints
