"""Pages in a browser: on any screen, in light and dark, from a disk, without JavaScript, on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browsers import visiting


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_takes_the_colours_that_the_reader_prefers(scheme: str, served: str, browser: Any) -> None:
    with visiting(browser, f"{served}lessons/01_generators.html", scheme=scheme) as visit:
        background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 384) == (scheme == "dark")


def test_an_answer_shows_when_it_is_asked_for(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}lessons/01_generators.html") as visit:
        folded = visit.page.locator("details.predict").first
        answer = folded.get_by_text("Line 164 is the flight")
        assert not answer.is_visible()
        assert not folded.locator("code").first.is_visible()
        folded.locator("summary").focus()
        visit.page.keyboard.press("Enter")
        assert answer.is_visible()
        assert folded.locator("code").first.is_visible()


def test_without_javascript_everything_can_be_read_and_a_line_says_how_to_practise(served: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, how in (("index.html", "JavaScript"), ("exercises/01_generators.html", "maif-course start")):
        page.goto(served + name)
        assert page.get_by_text("trace = [").first.is_visible()
        assert page.get_by_text(how).first.is_visible()
    page.goto(f"{served}lessons/01_generators.html")
    answer = page.get_by_text("Line 164 is the flight")
    assert not answer.is_visible()
    page.locator("details.predict summary").first.click()
    assert answer.is_visible()
    context.close()


def test_on_paper_answers_are_open_and_no_code_is_cut_off(served: str, browser: Any) -> None:
    with visiting(browser, f"{served}lessons/01_generators.html", width=718) as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.get_by_text("Line 164 is the flight").evaluate("text => text.checkVisibility()")
        assert not visit.scrolls_sideways()
        cut = "codes => codes.filter(code => code.scrollWidth > code.clientWidth + 1).length"
        assert visit.page.locator("pre > code").evaluate_all(cut) == 0
