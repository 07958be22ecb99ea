"""Every page in a browser: on any screen, and for everybody. axe finds no fault with it, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest

from browsers import axe, visiting

WIDTHS = (390, 768, 1280, 1600)
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules whose verdict depends on the colours: the others need not be asked twice."""

OF_WIDTH = ["scrollable-region-focusable"]

OPEN = """() => {
    const still = Object.assign(document.createElement('style'), {textContent: '* {transition: none !important}'});
    document.head.append(still);
    document.querySelectorAll('details').forEach(folded => folded.open = true);
    const seen = new Set();
    for (const word of document.querySelectorAll('pre code span')) {
        const around = [word.parentElement, word.closest('pre').parentElement, word.closest('details')];
        const kind = [word, ...around].map(element => element?.tagName + '.' + element?.className).join(' in ');
        if (seen.has(kind)) word.replaceWith(...word.childNodes);
        seen.add(kind);
    }
}"""
"""Opens what is folded, and leaves one word of each colour in code: axe needs a second for a thousand of them."""

LOOK = """async rules => {
    const options = {resultTypes: ['violations'], preload: false};
    const found = await axe.run(document, rules ? {...options, runOnly: rules} : options);
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160))}`);
}"""
DARK = "document.body.setAttribute('data-md-color-scheme', 'slate')"
PARTS = 4
ALIKE = ("reference/", "slides/", "solutions/")
"""Folders whose pages are all made in one way, of what other pages hold, too: one of four is looked at."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_any_screen_and_axe_finds_no_fault(
    part: int, served: str, names: list[str], browser: Any
) -> None:
    alike = [name for name in names if name.startswith(ALIKE)]
    left_out = set(alike) - set(alike[::4])
    look_at([name for name in names if name not in left_out][part::PARTS], served, browser)


@pytest.mark.faults
def test_the_pages_that_are_left_out_fit_any_screen_too(served: str, names: list[str], browser: Any) -> None:
    look_at([name for name in names if name.startswith(ALIKE)], served, browser)


def look_at(names: list[str], served: str, browser: Any) -> None:
    """Visit pages at each width, in light and in dark; fail with the faults of all of them."""
    faults: dict[str, list[str]] = {}
    assert names
    with visiting(browser, served) as visit:
        visit.page.context.add_init_script(axe())
        for name in names:
            visit.page.goto(served + name)
            visit.page.evaluate(OPEN)
            found = []
            for width in WIDTHS:
                visit.page.set_viewport_size({"width": width, "height": 900})
                found += [f"scrolls sideways at {width}"] if visit.scrolls_sideways() else []
                found += visit.page.evaluate(LOOK, OF_WIDTH) if width == WIDTHS[0] else []
            found += visit.page.evaluate(LOOK, None)
            visit.page.evaluate(DARK)
            found += [f"{fault} (dark)" for fault in visit.page.evaluate(LOOK, OF_COLOUR)]
            if found:
                faults[name] = found
        assert not faults
        assert not visit.complaints
