"""Pages in a browser: on any screen, in light and dark, from a disk, without JavaScript, on paper."""

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
