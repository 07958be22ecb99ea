"""Every page in a browser: on any screen, and for everybody. axe finds no fault with it, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest

from browsers import axe, visiting

WIDTHS = (390, 768, 1280, 1600)
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules whose verdict depends on the colours, which take most of the time."""

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

ASK = """async (where, options) => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); // what follows a change of size
    const found = await axe.run(where, {resultTypes: ['violations'], preload: false, ...options});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160))}`);
}"""
LOOK = f"options => ({ASK})(document, options)"
COLOURS = f"""async ([rules, seen]) => {{
    const grounds = new Map([[null, '']]);
    const ground = element => {{
        if (!grounds.has(element)) {{
            const {{backgroundColor, backgroundImage, opacity}} = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity].join();
            const clear = own === 'rgba(0, 0, 0, 0),none,1';
            grounds.set(element, ground(element.parentElement) + (clear ? '' : own));
        }}
        return grounds.get(element);
    }};
    const fresh = new Map();
    for (const element of document.body.querySelectorAll('*')) {{
        const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!hasText && !element.matches('input, select, textarea')) continue;
        if (!element.checkVisibility({{visibilityProperty: true}})) continue;
        const styles = [element, element.parentElement].map(one => getComputedStyle(one));
        const looks = styles.map(one => [one.color, one.fontSize, one.fontWeight, one.textDecorationLine, one.display]);
        const kind = [element.tagName, looks, ground(element)].join();
        if (!seen.includes(kind) && !fresh.has(kind)) fresh.set(kind, element);
    }}
    const faults = fresh.size ? await ({ASK})({{include: [...fresh.values()]}}, {{runOnly: rules}}) : [];
    return [[...fresh.keys()], faults];
}}"""
"""Asks of each kind of text that was not seen yet, on this page or another, whether its colours can be read.

Texts are of a kind that have the same colour, size and weight, around them and behind them too.
"""

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
    kinds: dict[str, list[str]] = {"light": [], "dark": []}  # of text, whose colours were looked at
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
                found += visit.page.evaluate(LOOK, {"runOnly": OF_WIDTH}) if width == WIDTHS[0] else []
            found += visit.page.evaluate(LOOK, {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}})
            for scheme, seen in kinds.items():
                if scheme == "dark":
                    visit.page.evaluate(DARK)
                fresh, told = visit.page.evaluate(COLOURS, [OF_COLOUR, seen])
                seen += fresh
                found += [f"{fault} ({scheme})" for fault in told]
            if found:
                faults[name] = found
        assert not faults
        assert not visit.complaints
