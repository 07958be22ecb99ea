"""Pages that everybody can use: axe finds no fault with any of them, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from browsers import axe, visiting

OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules whose verdict depends on the colours: the others need not be asked twice."""

LOOK = """async (rules) => {
    document.querySelectorAll('details').forEach(folded => folded.open = true);
    const found = await axe.run(document, rules ? {runOnly: rules, resultTypes: ['violations']} : {resultTypes: ['violations']});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
}"""
DARK = "document.body.setAttribute('data-md-color-scheme', 'slate')"


@pytest.mark.parametrize("part", range(2))
def test_axe_finds_no_fault_with_any_page(part: int, served: str, site: Path, browser: Any) -> None:
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html")
    faults = {}
    with visiting(browser, served) as visit:
        visit.page.context.add_init_script(axe())
        for name in names[part::2]:
            visit.page.goto(served + name)
            light = visit.page.evaluate(LOOK, None)
            visit.page.evaluate(DARK)
            dark = visit.page.evaluate(LOOK, OF_COLOUR)
            if light or dark:
                faults[name] = {"light": light, "dark": dark}
    assert not faults
